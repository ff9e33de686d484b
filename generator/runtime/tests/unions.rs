//! Unions as the generator writes them: which branch data is read as, and what is written back.

// What a case of the generator's tests expects, and keeps in step with the generator.
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub)]
#[path = "../../tests/cases/unions_that_are_read/types.rs"]
mod types;

#[rustfmt::skip]
#[allow(dead_code, unreachable_pub)]
#[path = "../../tests/cases/tags_that_are_left_out/types.rs"]
mod exact;

/// Where generated types look for the support code.
mod generated {
    pub(crate) use faircopy_runtime as runtime;
}

use faircopy_runtime::json::de::{self, Decode, Input, decode};
use faircopy_runtime::json::ser::{Encode, Output, encode};
use faircopy_runtime::json::union::{self, Branch, Branches};
use faircopy_runtime::validate::{At, Validate, Violations};

use types::{Event, Payment};

/// Reads a text, which is written back unchanged.
fn kept<T: Decode + Encode>(text: &str) -> T {
    let value = read(text);
    assert_eq!(encode(&value).as_deref(), Ok(text));
    value
}

fn read<T: Decode>(text: &str) -> T {
    decode(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error<T: Decode>(text: &str) -> String {
    match decode::<T>(text) {
        Ok(_) => panic!("{text} is read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_base_is_the_subtype_that_the_tag_names() {
    let opened: Event = kept(r#"{"kind":"opened","by":"Ann"}"#);
    assert!(matches!(&opened, Event::Opened(event) if event.by.as_deref() == Some("Ann")));
    let closed: Event = kept(r#"{"kind":"Closed","reason":"done"}"#);
    assert!(matches!(&closed, Event::Closed(event) if event.reason == "done"));
    // A subtype of a subtype.
    let merged: Event = kept(r#"{"kind":"Merged","reason":"done","commit":"c0ffee"}"#);
    assert!(matches!(&merged, Event::Merged(event) if event.commit == "c0ffee"));
    for event in [opened, closed, merged] {
        assert_eq!(event.validate(), Ok(()));
    }
}

/// What is wrong is the tag, and not the object that holds it.
#[test]
fn an_unknown_tag_is_told_where_it_stands() {
    for (text, told) in [
        (
            r#"{"kind":"moved"}"#,
            r#"/kind: must be one of "Event", "Closed", "Merged", "opened", but is "moved""#,
        ),
        (
            r#"{"kind":[1,2]}"#,
            r#"/kind: must be one of "Event", "Closed", "Merged", "opened", but is an array of 2"#,
        ),
    ] {
        let event: Event = read(text);
        let violations = event.validate().unwrap_err().to_string();
        assert!(violations.contains(told), "{violations}");
    }
}

#[test]
fn the_tag_of_a_branch_is_its_own() {
    let mut opened: Event = read(r#"{"kind":"opened","by":"Ann"}"#);
    let Event::Opened(event) = &mut opened else {
        panic!("{opened:?}");
    };
    event.kind = Some("Closed".to_owned());
    let violations = opened.validate().unwrap_err().to_string();
    assert!(violations.contains("/kind"), "{violations}");
}

#[test]
fn a_base_is_itself_too() {
    let base: Event = kept(r#"{"kind":"Event"}"#);
    assert!(matches!(base, Event::Base(_)));
    assert_eq!(base.validate(), Ok(()));
}

#[test]
fn a_subtype_that_is_not_declared_is_kept_and_is_a_violation() {
    let event: Event = kept(r#"{"by":{"ids":[1,2.5],"name":"Ann"},"kind":"reopened"}"#);
    assert!(matches!(event, Event::Unknown(_)));
    assert!(event.validate().is_err());
    assert!(matches!(kept(r#"{"kind":5}"#), Event::Unknown(_)));
}

#[test]
fn data_without_a_tag_is_what_it_fits_best() {
    assert!(matches!(kept("{}"), Event::Base(_)));
    // What only a subtype declares says which it is. What is sent says so too.
    let closed: Event = read(r#"{"reason":"done"}"#);
    assert!(matches!(closed, Event::Closed(_)));
    assert_eq!(
        encode(&closed).as_deref(),
        Ok(r#"{"kind":"Closed","reason":"done"}"#)
    );
    assert!(matches!(kept("[1]"), Event::Unknown(_)));
}

#[test]
fn a_subtype_of_another_shape_is_an_error_where_it_is() {
    assert_eq!(
        error::<Event>(r#"{"kind":"Closed"}"#),
        "the required property `reason` is missing (line 1, column 1)"
    );
    assert_eq!(
        error::<Event>(r#"{"kind":"opened","by":5}"#),
        "/by: expected a string, found a number (line 1, column 23)"
    );
}

#[test]
fn a_declared_value_names_the_branch() {
    let card: Payment = kept(r#"{"type":"debit","number":"1234"}"#);
    assert!(matches!(card, Payment::Card(_)));
    // It may stand anywhere, and be escaped.
    let transfer: Payment =
        read(r#"{"iban":"x","note":{"type":"debit"},"t\u0079pe":"\u0074ransfer"}"#);
    assert!(matches!(transfer, Payment::Transfer(_)));
    // Two branches declare this one.
    assert!(matches!(
        kept(r#"{"type":"instant","iban":"x"}"#),
        Payment::Transfer(_)
    ));
    assert!(matches!(
        kept(r#"{"type":"instant","bank":"x"}"#),
        Payment::Giro(_)
    ));
    // A branch that declares no values could have any.
    assert!(matches!(
        kept(r#"{"type":"debit","reference":"x"}"#),
        Payment::Other(_)
    ));
}

#[test]
fn data_that_names_a_branch_fails_as_that_branch() {
    assert_eq!(
        error::<Payment>(r#"{"holder":"Ann","type":"debit","number":5}"#),
        "/number: expected a string, found a number (line 1, column 41)"
    );
    assert_eq!(
        error::<Payment>(r#"{"type":"transfer"}"#),
        "the required property `iban` is missing (line 1, column 1)"
    );
    assert_eq!(
        error::<Payment>(r#"{"number":tru,"type":"debit"}"#),
        "/number: not JSON: expected a value (line 1, column 11)"
    );
    // Without a name, all say why not.
    let error = error::<Payment>(r#"{"type":5}"#);
    assert!(error.starts_with("fits no branch: as Card, "), "{error}");
}

#[test]
fn that_several_branches_fit_is_still_a_violation() {
    let judged = |text: &str| match read::<Payment>(text).validate() {
        Ok(()) => String::new(),
        Err(violations) => violations.to_string(),
    };
    assert_eq!(judged(r#"{"type":"debit"}"#), "");
    assert_eq!(
        judged(r#"{"type":"instant","iban":"x","bank":"y"}"#),
        "must fit exactly one branch, but fits Transfer and Giro"
    );
    assert_eq!(
        judged("{}"),
        "must fit exactly one branch, but fits Card and Giro"
    );
}

/// The same union without the property that names its branches.
#[derive(Debug, PartialEq)]
struct Plain(Payment);

impl Branches for Plain {
    const EXCLUSIVE: bool = Payment::EXCLUSIVE;
    const BRANCHES: &'static [Branch<Self>] = &[
        ("Card", |input| {
            Decode::decode(input).map(|value| Self(Payment::Card(value)))
        }),
        ("Transfer", |input| {
            Decode::decode(input).map(|value| Self(Payment::Transfer(value)))
        }),
        ("Giro", |input| {
            Decode::decode(input).map(|value| Self(Payment::Giro(value)))
        }),
        ("Other", |input| {
            Decode::decode(input).map(|value| Self(Payment::Other(value)))
        }),
    ];
}

impl Decode for Plain {
    fn decode(input: &mut Input<'_>) -> de::Result<Self> {
        union::best_fit(input)
    }
}

impl Encode for Plain {
    fn encode(&self, output: &mut Output) {
        self.0.encode(output);
    }
}

impl Validate for Plain {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        self.0.check(at, out);
    }
}

#[test]
fn a_hint_changes_the_branch_of_nothing_that_has_the_shape_it_names() {
    let types = ["credit", "transfer", "instant", "giro", "other"].map(|name| format!("{name:?}"));
    let types = types.into_iter().chain(["5".into(), "null".into()]);
    let types = types.map(|value| format!(r#""type":{value}"#));
    let types: Vec<String> = types.chain([String::new()]).collect();
    let others = [
        r#""number":"12345""#,
        r#""holder":"Ann""#,
        r#""iban":"x""#,
        r#""bank":"y""#,
        r#""bank":5"#,
        r#""reference":"z""#,
        r#""more":1"#,
    ];
    let mut same = 0;
    for name in &types {
        for chosen in 0..1_u32 << others.len() {
            let chosen = (0..others.len()).filter(|index| chosen >> index & 1 == 1);
            let mut properties: Vec<&str> = chosen.map(|index| others[index]).collect();
            properties.insert(properties.len() / 2, name);
            properties.retain(|property| !property.is_empty());
            let text = format!("{{{}}}", properties.join(","));
            let (hinted, plain) = (decode::<Payment>(&text), decode::<Plain>(&text));
            match (hinted, plain) {
                (Ok(hinted), Ok(plain)) => {
                    assert_eq!(hinted, plain.0, "{text}");
                    same += 1;
                }
                // It has not the shape of the one branch that it names.
                (Err(error), _) => assert!(
                    !error.message.starts_with("fits no branch") || decode::<Plain>(&text).is_err(),
                    "{text}: {error}"
                ),
                (Ok(hinted), Err(error)) => panic!("{text}: {hinted:?}, {error}"),
            }
        }
    }
    assert!(same > 500, "{same}");
}

#[test]
fn by_the_letter_what_has_no_tag_fits_one_branch_alone() {
    use exact::Vehicle;
    let car: Vehicle = read(r#"{"name":"a","doors":5}"#);
    assert!(matches!(car, Vehicle::Car(_)));
    let bike: Vehicle = read(r#"{"name":"a","doors":"none"}"#);
    assert!(matches!(bike, Vehicle::Bike(_)));
    // A tag tells, whatever else would fit.
    let told: Vehicle = kept(r#"{"kind":"bike","name":"a"}"#);
    assert!(matches!(told, Vehicle::Bike(_)) && told.validate().is_ok());
    let both: Vehicle = kept(r#"{"name":"a"}"#);
    assert!(matches!(both, Vehicle::Unknown(_)));
    let violations = both.validate().unwrap_err().to_string();
    assert!(violations.contains("/kind"), "{violations}");
}

/// What branches require is looked at before they are tried, however many unions are within each other.
#[test]
fn branches_that_lack_what_they_require_are_not_tried() {
    let leaf = r#"{"field":"a","operator":"eq"}"#;
    let deep = format!("{}{leaf}{}", r#"{"not":"#.repeat(100), "}".repeat(100));
    let leaves = vec![leaf; 1_000].join(",");
    let wide = format!(
        "{}{{\"and\":[{leaves}]}}{}",
        r#"{"or":["#.repeat(8),
        "]}".repeat(8)
    );
    for text in [deep, wide] {
        let filter: types::Filter = kept(&text);
        assert_eq!(filter.validate(), Ok(()));
    }
    // Of data that have what two require, both are tried.
    let both = format!(r#"{{"and":[{{}}],"or":[{leaf}]}}"#);
    assert!(matches!(read(&both), types::Filter::Or(_)));
    // What lacks all is told by each.
    let reason = error::<types::Filter>(r#"{"field":"a"}"#);
    assert!(
        reason.contains("operator") && reason.contains("and"),
        "{reason}"
    );
}

#[test]
fn unions_that_are_said_together_are_combined() {
    use types::{Combined, CombinedBarks, CombinedLives};
    let cat: Combined = kept(r#"{"lives":9,"price":1}"#);
    let Combined::Lives(CombinedLives::Price(both)) = &cat else {
        panic!("{cat:?}")
    };
    assert_eq!((both.lives, both.price), (9, 1));
    assert_eq!(cat.validate(), Ok(()));
    let dog: Combined = kept(r#"{"barks":true,"gift":false}"#);
    assert!(matches!(&dog, Combined::Barks(CombinedBarks::Gift(_))));
    // Each judges its own.
    for text in [r#"{"lives":10,"price":1}"#, r#"{"lives":9,"price":0}"#] {
        read::<Combined>(text).validate().unwrap_err();
    }
    for text in [r#"{"lives":9}"#, r#"{"price":1}"#, "{}"] {
        error::<Combined>(text);
    }
}
