//! 图片上传 and 视频上传: a form of two parts, of which only the first is signed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::call::{Call, Method};

/// The kind of file that a path takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// 图片.
    Image,
    /// 视频.
    Video,
}

impl Media {
    /// Returns the kind of upload that a path takes; `None` if it takes no documented upload.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        match path {
            "/v3/merchant/media/upload"
            | "/v3/marketing/favor/media/image-upload"
            | "/v3/merchant-service/images/upload" => Some(Self::Image),
            "/v3/merchant/media/video_upload" => Some(Self::Video),
            _ => None,
        }
    }

    /// Returns the maximum size of a file, in bytes.
    #[must_use]
    pub fn max_bytes(self) -> usize {
        match self {
            Self::Image => 2 * 1024 * 1024,
            Self::Video => 5 * 1024 * 1024,
        }
    }

    /// Returns the extensions that a file's name may have.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["jpg", "jpeg", "bmp", "png"],
            Self::Video => &[
                "avi", "wmv", "mpeg", "mp4", "mov", "mkv", "flv", "f4v", "m4v", "rmvb",
            ],
        }
    }

    /// Whether a file's name has an allowed extension.
    #[must_use]
    pub fn takes(self, filename: &str) -> bool {
        let ending = ending(filename);
        self.endings().contains(&ending.as_str())
    }
}

fn ending(filename: &str) -> String {
    let ending = filename.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.to_ascii_lowercase()
}

/// The part of an upload that is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The file's name, with its extension.
    pub filename: String,
    /// The SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
}

impl Meta {
    /// Describes a file.
    #[must_use]
    pub fn new(filename: &str, content: &[u8]) -> Self {
        let digest = Sha256::digest(content);
        Self {
            filename: filename.to_owned(),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// Returns the JSON that is sent and signed.
    ///
    /// # Panics
    /// Never: both fields are strings.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings serialise")
    }
}

/// Two dashes, a boundary of up to 70 characters, and the line end.
const MAX_FIRST_LINE: usize = 74;

/// The parts of a form as they arrived; the other half is [`call`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form<'b> {
    /// The bytes of the `meta` part.
    pub meta: &'b [u8],
    /// The bytes of the `file` part.
    pub file: &'b [u8],
}

/// Makes the call that uploads a file; the file must not contain `boundary`.
#[must_use]
pub fn call(method: Method, target: String, meta: &Meta, content: &[u8], boundary: &str) -> Call {
    let name = quoted(&meta.filename);
    let kind = content_type(&meta.filename);
    let meta = meta.to_bytes();
    let mut body = Vec::with_capacity(content.len() + 512);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(&meta);
    let head = format!(
        "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    Call {
        body,
        signed_part: Some(meta),
        content_type: format!("multipart/form-data; boundary={boundary}"),
        ..Call::new(method, target)
    }
}

/// Escapes what would end a file's name early, as browsers do.
fn quoted(filename: &str) -> String {
    filename
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Returns the content type of a file, by the extension of its name.
#[must_use]
pub fn content_type(filename: &str) -> &'static str {
    match ending(filename).as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "bmp" => "image/bmp",
        "mp4" | "m4v" | "f4v" => "video/mp4",
        "mpeg" => "video/mpeg",
        "mov" => "video/quicktime",
        "avi" => "video/x-msvideo",
        _ => "application/octet-stream",
    }
}

impl<'b> Form<'b> {
    /// Parses a form; `None` if it is not a whole form of exactly the two parts. A boundary
    /// that the header does not name is the body's first line: some SDKs leave it out.
    #[must_use]
    pub fn read(content_type: &str, body: &'b [u8]) -> Option<Self> {
        let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
            return None;
        }
        let named = parameters
            .split(';')
            .find_map(|pair| pair.trim().strip_prefix("boundary="));
        let boundary = match named {
            Some(named) => named.trim_matches('"'),
            None => first_boundary(body)?,
        };
        if boundary.is_empty() || boundary.len() > 70 {
            return None;
        }
        let mark = format!("\r\n--{boundary}");
        let mut rest = body.strip_prefix(&mark.as_bytes()[2..])?;
        let (mut meta, mut file) = (None, None);
        loop {
            if let Some(end) = rest.strip_prefix(b"--") {
                return matches!(end, b"" | b"\r\n").then_some(Self {
                    meta: meta?,
                    file: file?,
                });
            }
            let part = rest.strip_prefix(b"\r\n")?;
            let (part, after) = split(part, mark.as_bytes())?;
            let (head, content) = split(part, b"\r\n\r\n")?;
            let place = match name(std::str::from_utf8(head).ok()?)? {
                "meta" => &mut meta,
                "file" => &mut file,
                _ => return None,
            };
            if place.replace(content).is_some() {
                return None;
            }
            rest = after;
        }
    }
}

fn first_boundary(body: &[u8]) -> Option<&str> {
    let (line, _) = split(body.get(..MAX_FIRST_LINE).unwrap_or(body), b"\r\n")?;
    std::str::from_utf8(line.strip_prefix(b"--")?).ok()
}

fn split<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let mut windows = bytes.windows(mark.len());
    let at = windows.position(|window| window == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

/// Returns the name of a part.
fn name(head: &str) -> Option<&str> {
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("Content-Disposition")
            .then_some(value)
    })?;
    let mut parts = disposition.split(';').map(str::trim);
    let is_form = parts.next() == Some("form-data");
    let name = parts.find_map(|part| part.strip_prefix("name="))?;
    is_form.then(|| name.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/v3/merchant/media/upload";

    fn upload(filename: &str, content: &[u8]) -> Call {
        let meta = Meta::new(filename, content);
        let post = "POST".parse().unwrap();
        call(post, PATH.to_owned(), &meta, content, "b0undary")
    }

    #[test]
    fn what_one_party_packs_the_other_unpacks() {
        for content in [&b""[..], b"\r\n--b0undar\r\n\r\n", &[0, 255, 13, 10]] {
            let made = upload("图\".png", content);
            let form = Form::read(&made.content_type, &made.body).unwrap();
            assert_eq!(form.file, content);
            assert_eq!(form.meta, made.signed());
            let meta: Meta = serde_json::from_slice(form.meta).unwrap();
            assert_eq!(meta, Meta::new("图\".png", content));
        }
    }

    #[test]
    fn a_boundary_that_the_header_leaves_out_is_the_first_line() {
        let made = upload("a.png", b"abc");
        let form = Form::read("multipart/form-data", &made.body).unwrap();
        assert_eq!((form.file, form.meta), (&b"abc"[..], made.signed()));
    }

    #[test]
    fn only_the_meta_is_signed() {
        let made = upload("a.png", b"abc");
        assert_eq!(
            std::str::from_utf8(made.signed()).unwrap(),
            r#"{"filename":"a.png","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}"#
        );
    }

    #[test]
    fn a_damaged_form_is_none() {
        let made = upload("a.png", b"abc");
        let whole = String::from_utf8(made.body).unwrap();
        let kind = made.content_type.as_str();
        for (kind, body) in [
            ("application/json", whole.clone()),
            ("multipart/form-data", whole.replacen("--", "", 1)),
            ("multipart/form-data; boundary=", whole.clone()),
            ("multipart/form-data; boundary=other", whole.clone()),
            (kind, whole[..whole.len() - 4].to_owned()),
            (kind, format!("{whole}more")),
            (kind, whole.replace("name=\"meta\"", "name=\"file\"")),
            (kind, whole.replace("name=\"file\"", "name=\"image\"")),
            (kind, String::new()),
        ] {
            assert_eq!(Form::read(kind, body.as_bytes()), None, "{kind} {body}");
        }
    }

    #[test]
    fn a_path_takes_its_own_kind_of_file() {
        assert!(Media::of_path(PATH).unwrap().takes("A.JPG"));
        assert!(!Media::Image.takes("a.gif") && !Media::Image.takes("png"));
        assert!(Media::Video.takes("a.b.mp4"));
        assert_eq!(Media::of_path("/v3/certificates"), None);
    }
}
