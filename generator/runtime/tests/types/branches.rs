//! Which branch of a union is taken.

use super::*;

#[test]
fn the_branch_that_fits_best_is_taken() {
    let read = |text: &str| decode::<Fitting>(text).expect("it is read");
    assert!(matches!(
        read(r#"{"name":"Tom","claws":10}"#),
        Fitting::Cat(_)
    ));
    assert!(matches!(
        read(r#"{"name":"Rex","barks":10}"#),
        Fitting::Dog(_)
    ));
    // Nothing is dropped, though a rule is broken: better than dropping all that says what it is.
    assert!(matches!(
        read(r#"{"name":"Rex","barks":1}"#),
        Fitting::Dog(_)
    ));
    // What neither declares is a fault of both, so the first is taken.
    assert!(matches!(read(r#"{"wings":10}"#), Fitting::Cat(_)));
    let error = decode::<Fitting>("[]").unwrap_err();
    assert_eq!(
        error.message,
        "fits no branch: as Cat, expected an object, found an array; as Dog, expected an object, found an array"
    );
}

#[test]
fn that_several_branches_fit_is_a_violation_of_one_of() {
    let both = decode::<Fitting>(r#"{"name":"Tom"}"#).expect("it is read");
    let violations = both.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "must fit exactly one branch, but fits Cat and Dog"
    );
    // A cat's claws are dropped when it is read as a dog, so as sent both fit.
    assert!(
        decode::<Fitting>(r#"{"name":"Tom","claws":1}"#)
            .expect("it is read")
            .validate()
            .is_err()
    );
}

/// What tells branches apart may be what no type keeps: then it is the data that were sent which count.
#[test]
fn what_is_dropped_tells_branches_apart_where_data_are_read() {
    let read = |text: &str| decode::<Fitting>(text).expect("it is read");
    // A dog's barks are a number, and a cat has none that a type could keep.
    let told = r#"{"name":"Tom","claws":10,"barks":"no"}"#;
    let cat = read(told);
    assert_eq!(cat.validate(), Ok(()));
    assert_eq!(read(told).validate(), Ok(()));
    // The same value from other data fits both, and so does the first one once others were read.
    let both = r#"{"name":"Tom","claws":10}"#;
    assert!(read(both).validate().is_err());
    assert!(cat.validate().is_err());
    let list = decode::<Vec<Fitting>>(&format!("[{told},{both}]")).expect("it is read");
    assert!(list.validate().is_err());
    let list = decode::<Vec<Fitting>>(&format!("[{told},{told}]")).expect("it is read");
    assert_eq!(list.validate(), Ok(()));
}

/// A list of something, or a number: a union around what may be another.
#[derive(Debug)]
enum Around<T> {
    List(Vec<T>),
    Number(i64),
}

impl<T> runtime::json::union::Branches for Around<T>
where
    T: runtime::json::de::Decode + runtime::json::ser::Encode + Validate + 'static,
{
    const EXCLUSIVE: bool = false;
    const BRANCHES: &'static [runtime::json::union::Branch<Self>] = &[
        ("Number", |input| {
            runtime::json::de::Decode::decode(input).map(Self::Number)
        }),
        ("List", |input| {
            runtime::json::de::Decode::decode(input).map(Self::List)
        }),
    ];
}

impl<T> runtime::json::de::Decode for Around<T>
where
    T: runtime::json::de::Decode + runtime::json::ser::Encode + Validate + 'static,
{
    fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
        runtime::json::union::best_fit(input)
    }
}

impl<T: runtime::json::ser::Encode> runtime::json::ser::Encode for Around<T> {
    fn encode(&self, output: &mut runtime::json::ser::Output) {
        match self {
            Self::List(items) => items.encode(output),
            Self::Number(value) => value.encode(output),
        }
    }
}

impl<T: Validate> Validate for Around<T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        let Self::List(items) = self else { return };
        for (index, item) in items.iter().enumerate() {
            item.check(&at.index(index), out);
        }
    }
}

#[test]
fn what_is_dropped_tells_branches_apart_in_unions_within_unions() {
    let told = r#"{"name":"Tom","claws":10,"barks":"no"}"#;
    let both = r#"{"name":"Tom","claws":10}"#;
    let judged = |text: &str| {
        let once: Around<Fitting> = decode(&format!("[{text}]")).expect("it is read");
        let once = once.validate();
        let text = format!("[[[{text}]]]");
        let thrice: Around<Around<Around<Fitting>>> = decode(&text).expect("it is read");
        let thrice = thrice.validate();
        assert_eq!(once.is_ok(), thrice.is_ok(), "{text}");
        once.is_ok()
    };
    assert!(judged(told));
    assert!(judged(&format!("{told},{told}")));
    assert!(!judged(both));
    assert!(!judged(&format!("{told},{both}")));
    assert!(judged(told));
}

/// Levels of unions around one another are read a few times each: what is left of a budget of that size says so.
#[test]
fn unions_within_unions_are_read_again_in_proportion() {
    type Around4<T> = Around<Around<Around<Around<T>>>>;
    let told = r#"{"name":"Tom","claws":10,"barks":"no"}"#;
    let text = format!("[[[[[[[[{}]]]]]]]]", vec![told; 1_000].join(","));
    let share = faircopy_runtime::budget::Share::take(text.len());
    let value: Around4<Around4<Fitting>> = decode(&text).expect("it is read");
    let spent = faircopy_runtime::budget::spent(text.len());
    assert!(spent < 24 * text.len(), "{spent} of {}", text.len());
    assert_eq!(value.validate(), Ok(()));
    drop(share);
}

#[test]
fn tags_choose_and_are_written_back() {
    let text = r#"{"kind":"cat","name":"Tom"}"#;
    let cat: Tagged = decode(text).expect("it is read");
    assert!(matches!(cat, Tagged::Cat(_)));
    assert_eq!(encode(&cat).as_deref(), Ok(text));
    // A dog has the property itself.
    let text = r#"{"name":"Rex","kind":"dog"}"#;
    assert_eq!(
        encode(&decode::<Tagged>(text).expect("it is read")).as_deref(),
        Ok(text)
    );
    let text = r#"{"kind":"bird","wings":[{"a":2}]}"#;
    let bird: Tagged = decode(text).expect("it is read");
    assert!(matches!(bird, Tagged::Unknown(_)));
    assert_eq!(encode(&bird).as_deref(), Ok(text));
    assert!(matches!(
        decode(r#"{"barks":10}"#).expect("it is read"),
        Tagged::Dog(_)
    ));
    assert!(matches!(
        decode("3").expect("it is read"),
        Tagged::Unknown(_)
    ));
}

#[test]
fn data_that_fits_everywhere_does_not_take_for_ever() {
    /// A union that contains itself twice, so that each level doubles the work.
    #[derive(Debug)]
    enum Maze {
        Left(Vec<Maze>),
        Right(Vec<Maze>),
        Leaf(i64),
    }
    impl runtime::json::union::Branches for Maze {
        const EXCLUSIVE: bool = false;
        const BRANCHES: &'static [runtime::json::union::Branch<Self>] = &[
            ("Left", |input| {
                runtime::json::de::Decode::decode(input).map(Self::Left)
            }),
            ("Right", |input| {
                runtime::json::de::Decode::decode(input).map(Self::Right)
            }),
            ("Leaf", |input| {
                runtime::json::de::Decode::decode(input).map(Self::Leaf)
            }),
        ];
    }
    impl runtime::json::de::Decode for Maze {
        fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
            runtime::json::union::best_fit(input)
        }
    }
    impl runtime::json::ser::Encode for Maze {
        fn encode(&self, output: &mut runtime::json::ser::Output) {
            match self {
                Self::Left(items) | Self::Right(items) => items.encode(output),
                Self::Leaf(value) => value.encode(output),
            }
        }
    }
    impl Validate for Maze {
        fn check(&self, at: &At<'_>, out: &mut Violations) {
            out.add(at, "maximum", &0, &1);
        }
    }
    let text = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    // What an inner union was found to be is not found again for each branch of those around it.
    assert_eq!(
        faircopy_runtime::json::ser::encode(&decode::<Maze>(&text).unwrap()),
        Ok(text)
    );
}
