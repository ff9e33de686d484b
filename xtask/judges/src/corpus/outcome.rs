//! What the test program says of an example, and what an independent validator says, into a verdict.

use std::collections::BTreeSet;

use faircopy::Pointer;
use serde_json::{Value, json};

use super::compare::{self, Difference, Kind};
use super::example::Example;
use super::judge::{Judge, Judgement, Way};

/// What became of an example that was read into one type.
#[derive(Default)]
pub(super) struct Attempt {
    /// Why it could not be read and written.
    problem: Option<String>,
    written: Value,
    /// The same, as it was written.
    text: String,
    violations: String,
}

/// What became of an example.
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    at: String,
    schema: String,
    why: String,
    /// The example contradicts its schema, and our validation did not say so.
    pub(super) missed: bool,
}

/// The kinds of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// It came back as it was, and holds.
    Kept,
    /// It came back with a moment or a UUID in another spelling, or a `float` with no more digits
    /// than fit.
    Respelt,
    /// It came back without properties that its schema does not declare, or only for the other
    /// way, which decoding drops.
    Undeclared,
    /// It contradicts its schema.
    Contradicts,
    /// It fits its schema, and something went wrong.
    Broken,
}

impl Attempt {
    /// Reads a line of the test program.
    pub(super) fn read(line: Option<&str>) -> Self {
        let mut texts = line.unwrap_or("the test program died\t\t").split('\t');
        let mut next = || texts.next().unwrap_or_default();
        let (problem, written, violations) = (next(), next(), next());
        let problem = (problem != "0").then(|| problem.to_owned());
        match serde_json::from_str(written) {
            Ok(value) => Self {
                problem,
                written: value,
                text: written.to_owned(),
                violations: violations.to_owned(),
            },
            Err(error) => Self {
                problem: problem.or_else(|| Some(format!("what was written is no JSON: {error}"))),
                ..Self::default()
            },
        }
    }
}

impl Outcome {
    /// Judges an example by its best attempt.
    pub(super) fn of(example: &Example, attempts: &[Attempt], judge: &Judge) -> Self {
        // What the validator refuses to judge by, it cannot hold against the example.
        let (judged, refused) =
            match judge.judge(&example.schema, &example.value, Way::of(&example.at)) {
                Ok(judged) => (judged, None),
                Err(error) => (Judgement::default(), Some(error)),
            };
        let rated = attempts
            .iter()
            .map(|attempt| rate(example, attempt, judge, &judged));
        let (verdict, why) = rated
            .min_by_key(|(verdict, _)| *verdict)
            .unwrap_or((Verdict::Broken, "nothing reads it".to_owned()));
        let fits = judged.complaints.is_empty();
        let missed = !fits && verdict < Verdict::Contradicts;
        let (verdict, why) = match verdict {
            _ if !fits => (Verdict::Contradicts, judged.complaints.join("; ")),
            verdict => (verdict, why),
        };
        Self {
            verdict,
            at: example.at.to_string(),
            schema: example.schema.to_string(),
            why: match refused {
                Some(error) => format!("{why} (not judged: {error})"),
                None => why,
            },
            missed,
        }
    }

    /// The outcome of an example that was judged elsewhere.
    pub(super) fn told(verdict: Verdict, at: &Pointer, schema: &Pointer, why: String) -> Self {
        Self {
            verdict,
            at: at.to_string(),
            schema: schema.to_string(),
            why,
            missed: false,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "verdict": format!("{:?}", self.verdict),
            "at": self.at,
            "schema": self.schema,
            "why": self.why,
            "missed": self.missed,
        })
    }

    /// The outcome in a line.
    pub(super) fn line(&self) -> String {
        format!("{}: {}", self.at, self.why)
    }
}

/// JSON without the space that says nothing, nor the `.0` of a whole number of floating point.
pub(super) fn dense(json: &str) -> String {
    let (mut is_text, mut is_escaped) = (false, false);
    let mut kept = String::new();
    for letter in json.chars() {
        let was_escaped = std::mem::replace(&mut is_escaped, false);
        if !is_text && !letter.is_ascii_digit() && kept.ends_with(".0") {
            kept.truncate(kept.len() - 2);
        }
        match letter {
            '"' if !was_escaped => is_text = !is_text,
            '\\' if is_text && !was_escaped => is_escaped = true,
            _ => {}
        }
        if is_text || !letter.is_ascii_whitespace() {
            kept.push(letter);
        }
    }
    kept
}

/// What an attempt comes to, if the example fits.
fn rate(
    example: &Example,
    attempt: &Attempt,
    judge: &Judge,
    judged: &Judgement,
) -> (Verdict, String) {
    if let Some(problem) = &attempt.problem {
        return (Verdict::Broken, problem.clone());
    }
    if let Some(serialized) = &example.serialized
        && dense(serialized) != dense(&attempt.text)
    {
        let why = format!("it is written as `{}`, not as `{serialized}`", attempt.text);
        return (Verdict::Broken, why);
    }
    let differences = compare::differences(&example.value, &attempt.written);
    let has = |kind| differences.iter().any(|difference| difference.kind == kind);
    let rounded = match has(Kind::Rounded) {
        true => judge.rounded(&example.schema, &example.value),
        false => BTreeSet::new(),
    };
    let is_wrong = |difference: &&Difference| match difference.kind {
        Kind::Lost => judged.declares(difference.at.as_str()),
        Kind::Respelt => false,
        Kind::Rounded => !rounded.iter().any(|place| {
            Pointer::parse(place).is_some_and(|place| difference.at.starts_with(&place))
        }),
        Kind::Changed => true,
    };
    let wrong: Vec<_> = differences
        .iter()
        .filter(is_wrong)
        .map(|difference| format!("{:?} {}", difference.kind, difference.at))
        .collect();
    if !wrong.is_empty() {
        return (Verdict::Broken, wrong.join(", "));
    }
    if !attempt.violations.is_empty() {
        return (Verdict::Broken, attempt.violations.clone());
    }
    let listed: Vec<_> = differences.iter().map(|it| it.at.to_string()).collect();
    let verdict = match () {
        () if has(Kind::Lost) => Verdict::Undeclared,
        () if has(Kind::Respelt) || has(Kind::Rounded) => Verdict::Respelt,
        () => Verdict::Kept,
    };
    (verdict, listed.join(", "))
}

#[cfg(test)]
mod tests {
    use super::dense;

    #[test]
    fn space_between_the_tokens_of_json_says_nothing() {
        let json = " { \"a \\\" b\" : [ 1 ,\n\t\"\\\\\" , \" \" ] } ";
        assert_eq!(dense(json), "{\"a \\\" b\":[1,\"\\\\\",\" \"]}");
        assert_eq!(dense("[1.0, 1.05,\"1.0\", 0.0]"), "[1,1.05,\"1.0\",0]");
    }
}
