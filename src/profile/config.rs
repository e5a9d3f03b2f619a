//! Reading `merchant.toml`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{
    ExpectedType, FileRole, FoundType, Position, ProfileError, SyntaxMistake, Table,
};
use super::field::{Field, Form, nearest};
use super::files;
use super::inputs::{Inputs, Value, in_home};
use super::owners::Owners;
use super::secret_source::{Secret, SecretSource};
use crate::protocol::file_kind::FileKind;

/// A profile's name and fields.
type Named = (String, BTreeMap<Field, Value>);

/// A profile file as it is written.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) file: PathBuf,
    pub(super) default_profile: Option<String>,
    /// In the order of the file.
    pub(super) profiles: Vec<Named>,
}

impl Config {
    /// Finds and reads the file that the inputs lead to; none if no candidate exists.
    pub(super) fn find(inputs: &Inputs) -> Result<Option<Self>, ProfileError> {
        let file = match &inputs.config {
            Some(file) => Some(file),
            None => inputs.candidates.iter().find(|file| file.exists()),
        };
        file.map(|file| Self::read(file, inputs)).transpose()
    }

    fn read(file: &Path, inputs: &Inputs) -> Result<Self, ProfileError> {
        Owners::of(inputs).check(FileRole::Profiles, file)?;
        let content = files::read(FileRole::Profiles, file)?;
        if let Some(kind) = FileKind::of(&content.bytes) {
            return Err(ProfileError::Syntax {
                file: file.to_owned(),
                position: position(&[], 0),
                message: format!("the file is {}", kind.name()),
                mistake: Some(SyntaxMistake::Binary(kind)),
            });
        }
        let encoded = |position, message: &str| ProfileError::Syntax {
            file: file.to_owned(),
            position,
            message: message.to_owned(),
            mistake: Some(SyntaxMistake::Encoding),
        };
        // No text of TOML has a zero byte; every second one of UTF-16 is, for most.
        if content.bytes.contains(&0) {
            return Err(encoded(position(&[], 0), "the file is UTF-16, not UTF-8"));
        }
        let text = std::str::from_utf8(&content.bytes).map_err(|error| {
            let position = position(&content.bytes, error.valid_up_to());
            encoded(position, "the file is not UTF-8")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = Reader {
            file,
            text,
            folder: file.parent().unwrap_or(Path::new("")),
            home: inputs.home.as_deref(),
        };
        let config = reader.config()?;
        if config.holds_a_secret() && !inputs.insecure_permissions {
            content.refuse_readable_by_others(FileRole::Profiles, file)?;
        }
        Ok(config)
    }

    /// Returns the profiles' names.
    pub(super) fn names(&self) -> Vec<String> {
        self.profiles.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Returns the environment variables that the profiles read secrets from.
    pub(super) fn secret_variables(&self) -> Vec<String> {
        let fields = self.profiles.iter().flat_map(|(_, fields)| fields.values());
        let named = |value: &Value| match value {
            Value::Secret(SecretSource::Variable(name)) => Some(name.clone()),
            Value::Secret(_) | Value::Text(_) | Value::Path(_) => None,
        };
        fields.filter_map(named).collect()
    }

    fn holds_a_secret(&self) -> bool {
        self.profiles
            .iter()
            .flat_map(|(_, fields)| fields.values())
            .any(|value| matches!(value, Value::Secret(SecretSource::Text(_))))
    }
}

/// Returns what is most likely behind a message of the parser, whose errors have no kinds; `rest` is
/// the line from where it stopped.
fn mistake(message: &str, rest: &str) -> Option<SyntaxMistake> {
    const WIDE_MARKS: &str = "“”‘’＝：，；［］｛｝＂＇　";
    let first = rest.trim_start_matches(' ').chars().next();
    if let Some(mark) = first.filter(|first| WIDE_MARKS.contains(*first)) {
        return Some(SyntaxMistake::WideMark(mark));
    }
    let by_beginning = [
        ("duplicate key", SyntaxMistake::Duplicate),
        ("string values must be quoted", SyntaxMistake::Unquoted),
        ("missing value", SyntaxMistake::NoValue),
        ("invalid basic string", SyntaxMistake::UnclosedText),
        ("invalid literal string", SyntaxMistake::UnclosedText),
        ("invalid multi-line", SyntaxMistake::UnclosedText),
        ("key with no value", SyntaxMistake::NoEquals),
        ("missing assignment", SyntaxMistake::NoEquals),
        ("unclosed", SyntaxMistake::Unclosed),
        ("missing comma", SyntaxMistake::Unclosed),
        ("unexpected key or value", SyntaxMistake::Trailing),
    ];
    let found = by_beginning
        .into_iter()
        .find(|(beginning, _)| message.starts_with(beginning))
        .map(|(_, mistake)| mistake);
    if found.is_none() && first.is_some_and(|first| !first.is_ascii() && first.is_alphabetic()) {
        return Some(SyntaxMistake::BareName);
    }
    if found == Some(SyntaxMistake::Unquoted) && rest.trim().is_empty() {
        return Some(SyntaxMistake::NoValue);
    }
    found
}

/// Returns line and column of an offset.
fn position(text: &[u8], offset: usize) -> Position {
    let before = &text[..offset.min(text.len())];
    let lines = before.split(|byte| *byte == b'\n');
    let last = lines.clone().next_back().unwrap_or_default();
    Position {
        line: lines.count(),
        column: String::from_utf8_lossy(last).chars().count() + 1,
    }
}

struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
    folder: &'a Path,
    home: Option<&'a Path>,
}

impl Reader<'_> {
    fn config(&self) -> Result<Config, ProfileError> {
        // The parser's own `Display` quotes the line, which may hold a secret.
        let table = DeTable::parse(self.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            self.malformed(&span, error.message())
        })?;
        let mut config = Config {
            file: self.file.to_owned(),
            default_profile: None,
            profiles: Vec::new(),
        };
        for (key, value) in in_order(table.get_ref()) {
            match key.get_ref().as_ref() {
                "default_profile" => {
                    config.default_profile = Some(self.text("default_profile", value)?);
                }
                "profiles" => config.profiles = self.profiles(value)?,
                _ => return Err(self.unknown(key, Table::Top)),
            }
        }
        Ok(config)
    }

    fn profiles(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Named>, ProfileError> {
        let mut profiles = Vec::new();
        for (name, value) in in_order(self.table("profiles", ExpectedType::Profiles, value)?) {
            let name: &str = name.get_ref();
            let title = format!("profiles.{name}");
            let table = self.table(&title, ExpectedType::Table, value)?;
            let mut fields = BTreeMap::new();
            for (key, value) in in_order(table) {
                let Some(field) = Field::from_key(key.get_ref()) else {
                    return Err(self.unknown(key, Table::Profile(name.to_owned())));
                };
                fields.insert(field, self.value(field, value)?);
            }
            profiles.push((name.to_owned(), fields));
        }
        Ok(profiles)
    }

    fn value(&self, field: Field, value: &Spanned<DeValue<'_>>) -> Result<Value, ProfileError> {
        if field.is_secret() && !value.get_ref().is_str() {
            return self.secret(field, value).map(Value::Secret);
        }
        let text = self.text(field.key(), value)?;
        let is_path = matches!(field.form(), Form::Path | Form::SecretFile);
        if is_path && !text.contains("-----BEGIN ") && text.contains(char::is_control) {
            let message = format!("{field} is a path with a control character in it");
            let mistake = Some(SyntaxMistake::Backslash);
            return Err(self.syntax(&value.span(), message, mistake));
        }
        Ok(match field.form() {
            Form::Text => Value::Text(text),
            Form::Path => Value::Path(self.path(&text)),
            Form::Secret => Value::Secret(SecretSource::Text(Secret::new(text))),
            Form::SecretFile => Value::Secret(self.secret_file(text)),
        })
    }

    fn secret(
        &self,
        field: Field,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<SecretSource, ProfileError> {
        let title = Table::Secret(field);
        let table = self.table(field.key(), ExpectedType::Secret, value)?;
        let mut source = None;
        for (key, inner) in in_order(table) {
            let key_text: &str = key.get_ref();
            if !title.known().contains(&key_text) {
                return Err(self.unknown(key, title));
            }
            if source.is_some() {
                let found = FoundType::SeveralSources;
                return Err(self.wrong_type(field.key(), ExpectedType::Secret, found, value));
            }
            let text = self.text(&format!("{field}.{key_text}"), inner)?;
            source = Some(match key_text {
                "env" => SecretSource::Variable(text),
                "file" => self.secret_file(text),
                "keyring" => SecretSource::Keyring(text),
                _ => SecretSource::Command(text),
            });
        }
        source.ok_or_else(|| {
            self.wrong_type(
                field.key(),
                ExpectedType::Secret,
                FoundType::EmptyTable,
                value,
            )
        })
    }

    fn secret_file(&self, text: String) -> SecretSource {
        let source = SecretSource::File(text.into()).normalised();
        if let SecretSource::File(path) = &source {
            return SecretSource::File(self.path(&path.to_string_lossy()));
        }
        source
    }

    fn path(&self, text: &str) -> PathBuf {
        self.folder.join(in_home(text.into(), self.home))
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, ProfileError> {
        match value.get_ref().as_str() {
            Some("") => Err(self.wrong_type(key, ExpectedType::Text, FoundType::EmptyText, value)),
            Some(text) => Ok(text.to_owned()),
            None => Err(self.wrong_type(key, ExpectedType::Text, type_of(value.get_ref()), value)),
        }
    }

    fn table<'a, 'i>(
        &self,
        key: &str,
        expected: ExpectedType,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Result<&'a DeTable<'i>, ProfileError> {
        let found = type_of(value.get_ref());
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong_type(key, expected, found, value))
    }

    /// Describes why the parser failed, by what stands where it stopped.
    fn malformed(&self, span: &Range<usize>, message: &str) -> ProfileError {
        let start = span.start.min(self.text.len());
        let (before, rest) = self.text.split_at_checked(start).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        if before.contains('\\') || rest.contains('\\') {
            let message = format!("a backslash begins an escape that does not exist ({message})");
            return self.syntax(span, message, Some(SyntaxMistake::Backslash));
        }
        self.syntax(span, message.to_owned(), mistake(message, rest))
    }

    fn syntax(
        &self,
        span: &Range<usize>,
        message: String,
        mistake: Option<SyntaxMistake>,
    ) -> ProfileError {
        ProfileError::Syntax {
            file: self.file.to_owned(),
            position: self.position(span),
            message,
            mistake,
        }
    }

    fn wrong_type(
        &self,
        key: &str,
        expected: ExpectedType,
        found: FoundType,
        value: &Spanned<DeValue<'_>>,
    ) -> ProfileError {
        ProfileError::WrongType {
            file: self.file.to_owned(),
            position: self.position(&value.span()),
            key: key.to_owned(),
            expected,
            found,
        }
    }

    fn unknown(&self, key: &Spanned<Cow<'_, str>>, table: Table) -> ProfileError {
        ProfileError::UnknownKey {
            file: self.file.to_owned(),
            position: self.position(&key.span()),
            key: key.get_ref().to_string(),
            nearest: nearest(key.get_ref(), table.known()),
            table,
        }
    }

    fn position(&self, span: &Range<usize>) -> Position {
        position(self.text.as_bytes(), span.start)
    }
}

type Entry<'a, 'i> = (&'a Spanned<Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

/// Returns a table's entries as the file has them; the parser sorts them by key.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn type_of(value: &DeValue<'_>) -> FoundType {
    match value {
        DeValue::String(_) => FoundType::Text,
        DeValue::Integer(_) => FoundType::Integer,
        DeValue::Float(_) => FoundType::Float,
        DeValue::Boolean(_) => FoundType::Boolean,
        DeValue::Datetime(_) => FoundType::Date,
        DeValue::Array(_) => FoundType::Array,
        DeValue::Table(_) => FoundType::Table,
    }
}
