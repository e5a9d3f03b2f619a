use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

use super::*;

/// A person who enters these lines one after the other; none who cannot be asked.
struct Person {
    lines: Option<RefCell<VecDeque<&'static str>>>,
    complaints: RefCell<Vec<String>>,
}

impl Person {
    fn entering(lines: Option<&[&'static str]>) -> Self {
        Self {
            lines: lines.map(|lines| RefCell::new(lines.iter().copied().collect())),
            complaints: RefCell::default(),
        }
    }

    fn next(&self) -> Option<String> {
        let lines = self.lines.as_ref().expect("questions are expected");
        lines.borrow_mut().pop_front().map(str::to_owned)
    }
}

impl Respondent for Person {
    type Failure = AnswerError;

    fn may_ask(&self) -> bool {
        self.lines.is_some()
    }

    fn line(&self, _: Question<'_>) -> Result<Option<String>, AnswerError> {
        Ok(self.next())
    }

    fn secret(&self, _: Question<'_>) -> Result<Option<Secret>, AnswerError> {
        Ok(self.next().map(Secret::new))
    }

    fn choice(&self, _: Question<'_>) -> Result<Option<usize>, AnswerError> {
        Ok(self.next().map(|line| line.parse().expect("a place")))
    }

    fn complain(&self, why: &AnswerError) {
        self.complaints.borrow_mut().push(why.to_string());
    }

    fn file(&self, _: &Path) -> Result<Vec<u8>, AnswerError> {
        Ok(b"0123456789abcdef0123456789abcdef\n".to_vec())
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn withheld(&self) -> Vec<OsString> {
        Vec::new()
    }

    fn command_timeout(&self) -> Duration {
        Duration::ZERO
    }
}

fn merchant() -> Merchant {
    Merchant {
        mchid: "1900000001".parse().unwrap(),
        serial_no: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1".parse().unwrap(),
        not_after: None,
        key_file: PathBuf::from("apiclient_key.pem"),
        certificate_file: None,
        key_pem: Zeroizing::new(b"a key".to_vec()),
        certificate_pem: None,
        older: Vec::new(),
        unpaired: Vec::new(),
    }
}

#[test]
fn what_is_missing_is_named_at_once_if_no_questions_are_asked() {
    let (given, silent) = (GivenAnswers::default(), Person::entering(None));
    let asked = Answers::new(&given, &silent).ask(&merchant(), None);
    let Err(AnswerError::Missing(missing)) = asked else {
        panic!("answers were found");
    };
    assert_eq!(missing, [Answer::Appid, Answer::ApiV3KeyFile]);
}

#[test]
fn a_wrong_answer_is_asked_for_again_and_a_variable_may_have_the_name_that_is_proposed() {
    let given = GivenAnswers {
        apiv3_key_file: Some(PathBuf::from("key.txt")),
        ..GivenAnswers::default()
    };
    let lines = ["", "no App ID", "wx8888888888888888", "1", "", "0", ""];
    let person = Person::entering(Some(&lines));
    let Ok(answered) = Answers::new(&given, &person).ask(&merchant(), None) else {
        panic!("not answered");
    };
    assert_eq!(answered.appid.unwrap().as_str(), "wx8888888888888888");
    let KeptSecret::Variable(name) = answered.private_key else {
        panic!("not in a variable");
    };
    assert_eq!(name, "WECHATPAY_1900000001_PRIVATE_KEY");
    assert!(answered.apiv3_input.is_some() && answered.notify_url.is_none());
    assert_eq!(person.complaints.borrow().len(), 2);
}
