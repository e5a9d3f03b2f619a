//! Where values were read, for people: what came from one place is said once.

use super::reading::{Decoding, InputForm, Reading};

/// Values that were read in the same way from the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'r> {
    /// The form they were found in.
    pub form: InputForm,
    /// Where in an object they are.
    pub path: Option<&'r str>,
    /// What was undone to read them, each once.
    pub undone: Vec<Decoding>,
    /// What they are.
    pub names: Vec<&'r str>,
    /// The first line of the first.
    pub first: usize,
    /// The first line of the last.
    pub last: usize,
}

impl Reading {
    /// Tells whether the value was not in plain sight.
    #[must_use]
    pub fn is_remarkable(&self) -> bool {
        let is_plain = match self.form {
            InputForm::Http
            | InputForm::File
            | InputForm::Option
            | InputForm::Lines
            | InputForm::Json => true,
            InputForm::CurlVerbose
            | InputForm::CurlCommand
            | InputForm::HttpieCommand
            | InputForm::PowerShellCommand
            | InputForm::Literal
            | InputForm::Query
            | InputForm::Text => false,
        };
        !is_plain || !self.undone.is_empty() || self.path.is_some()
    }
}

impl<'r> Source<'r> {
    /// Groups values by where they were read.
    #[must_use]
    pub fn of(read: &'r [Reading]) -> Vec<Self> {
        let mut sources: Vec<Self> = Vec::new();
        for reading in read {
            let one = Self::alone(reading);
            let same = sources.iter_mut().find(|known| {
                (known.form, known.path, &known.undone) == (one.form, one.path, &one.undone)
            });
            match same {
                Some(known) => {
                    known.names.extend(one.names);
                    known.first = known.first.min(one.first);
                    known.last = known.last.max(one.last);
                }
                None => sources.push(one),
            }
        }
        sources
    }

    fn alone(reading: &'r Reading) -> Self {
        let mut undone: Vec<Decoding> = Vec::new();
        for one in &reading.undone {
            if !undone.contains(one) {
                undone.push(*one);
            }
        }
        Self {
            form: reading.form,
            path: reading.path.as_deref(),
            undone,
            names: vec![&reading.what],
            first: reading.line,
            last: reading.line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_from_one_place_is_said_once() {
        let reading = |what: &str, form, line, undone: &[Decoding]| Reading {
            what: what.to_owned(),
            form,
            line,
            path: None,
            written: None,
            undone: undone.to_vec(),
        };
        let twice = [Decoding::StringEscapes, Decoding::StringEscapes];
        let read = [
            reading("Wechatpay-Nonce", InputForm::Lines, 4, &[]),
            reading("body", InputForm::Json, 9, &twice),
            reading("Wechatpay-Serial", InputForm::Lines, 2, &[]),
        ];
        let sources = Source::of(&read);
        assert_eq!(sources.len(), 2);
        assert_eq!(sources[0].names, ["Wechatpay-Nonce", "Wechatpay-Serial"]);
        assert_eq!((sources[0].first, sources[0].last), (2, 4));
        assert_eq!(sources[1].undone, [Decoding::StringEscapes]);
        assert!(!read[0].is_remarkable() && read[1].is_remarkable());
    }
}
