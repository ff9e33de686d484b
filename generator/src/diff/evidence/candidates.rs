//! Two schemas to data worth trying on both: the values that they list, bounds and their neighbours,
//! objects with and without each property, and whatever their branches ask for.

mod groups;
mod pool;
mod tags;
mod texts;

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::facts::Stated;
use super::judge::Judge;
use super::judged::Judged;
use super::scales::Scales;
use crate::constraint::number::End;
use crate::diff::effect::Direction;
use crate::json::canonical;
use crate::pointer::Pointer;
use pool::Pool;

/// How deep data nest.
const DEPTH: usize = 6;
/// The longest lists that are tried.
const LONGEST: usize = 1_100;
/// How many data of one member are tried, and beside a seed: of those, only the seed is to tell anything.
const TRIED: usize = 14;
const BESIDE_SEED: usize = 3;
/// How many objects a seed is put into that is of the same datum.
const AROUND: usize = 4;
/// How many properties objects are made of whose number is bounded.
const WIDEST: usize = 40;
/// How many objects are varied as a whole; of those inside others, an eighth.
const MOST: usize = 1_600;

/// How many members of an object or a list, and letters of a text, are copied in the time of a step.
const COPIED: usize = 16;

/// The name of a property that no schema declares.
const UNDECLARED: &str = "undeclared";

/// Makes candidates for data that go one way.
pub(super) struct Maker<'p, 'e, 'd> {
    pub scales: &'p Scales<'e, 'd>,
    pub direction: Direction,
    /// Whether it is the new document that the sender of the data knows.
    pub sent_by_new: bool,
    /// A datum that is tried wherever certain schemas stand.
    pub seed: Option<&'p Seed>,
    /// Whether something was left out, since data nest too deep or there were no steps left.
    pub is_cut: Cell<bool>,
}

/// A datum that tells two schemas apart, to be tried within what leads to them.
#[derive(Debug)]
pub(in crate::diff) struct Seed {
    /// Where the schemas stand, and in which document.
    pub places: [(bool, Pointer); 2],
    pub value: Value,
    /// Whether it is all of what the outer schemas are of.
    pub is_whole: bool,
}

fn number(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

impl<'e, 'd> Maker<'_, 'e, 'd> {
    /// Data that may tell two schemas apart. Who sends them knows the first one, and no property that
    /// only the other declares.
    pub fn make(&self, sent: &Stated<'e, 'd>, read: &Stated<'e, 'd>) -> Vec<Value> {
        let pool = Pool::gather(&[sent.clone(), read.clone()]);
        if !self.afford(pool.size()) {
            return Vec::new();
        }
        let mut made = match self.seed.filter(|seed| pool.is_of(&seed.places)) {
            Some(seed) => self.around(seed, &pool),
            None => self.values(&pool, DEPTH),
        };
        let mut seen = BTreeSet::new();
        made.retain(|value| seen.insert(canonical(value)));
        made
    }

    /// A seed of the very datum that is in question, as it is and with what else is asked of it.
    fn around(&self, seed: &Seed, pool: &Pool<'e, 'd>) -> Vec<Value> {
        let mut made = vec![seed.value.clone()];
        if let Value::Object(members) = &seed.value {
            let asked: BTreeSet<&str> = pool.groups().into_iter().flatten().collect();
            let asked = asked.into_iter().map(str::to_owned);
            let choices = self.choices(pool, asked, DEPTH);
            for mut object in self.bases(pool, &choices).into_iter().take(AROUND) {
                object.extend(members.clone());
                made.push(Value::Object(object));
            }
        }
        made
    }

    fn of(&self, schemas: &[Stated<'e, 'd>], depth: usize, most: usize) -> Vec<Value> {
        if depth == 0 || !self.scales.step() {
            self.is_cut.set(true);
            return vec![json!({})];
        }
        // What both sides say alike tells nothing by itself: a few data that fit will do.
        let (schemas, most) = match self.said_alike(schemas) {
            Some(one) => (one, most.min(BESIDE_SEED)),
            None => (schemas, most),
        };
        let pool = Pool::gather(schemas);
        if !self.afford(pool.size()) {
            return vec![json!({})];
        }
        let mut made = self.values(&pool, depth);
        let mut seen = BTreeSet::new();
        made.retain(|value| seen.insert(canonical(value)));
        self.ordered(schemas, made, most)
    }

    /// Takes steps; `false`, and noted, where there are too few left.
    fn afford(&self, steps: usize) -> bool {
        let is_left = self.scales.steps(steps);
        self.is_cut.set(self.is_cut.get() || !is_left);
        is_left
    }

    /// Takes what it costs to copy an object or a list.
    fn may_copy(&self, members: usize) -> bool {
        self.afford(1 + members / COPIED)
    }

    /// The sender's of two schemas, one of each side, that say the same.
    fn said_alike<'s>(&self, schemas: &'s [Stated<'e, 'd>]) -> Option<&'s [Stated<'e, 'd>]> {
        let [(one, mine), (other, its)] = schemas else {
            return None;
        };
        let (mine, its) = (mine.single()?, its.single()?);
        let is_same = one.is_new != other.is_new && self.scales.are_same(mine, its, other.is_new);
        let sender = usize::from(one.is_new != self.sent_by_new);
        is_same.then(|| &schemas[sender..=sender])
    }

    /// What most of the schemas accept comes first, then what those of the sender accept and one of
    /// the others refuses, then what tells some apart.
    fn ordered(&self, schemas: &[Stated<'e, 'd>], made: Vec<Value>, most: usize) -> Vec<Value> {
        let judge = Judge {
            scales: self.scales,
            direction: self.direction,
        };
        let weighed = made.into_iter().map(|value| {
            let mut refused = [0_usize; 2];
            let mut accepted = false;
            for (side, schema) in schemas {
                let is_sender = side.is_new == self.sent_by_new;
                match judge.judge(side, schema, &value, is_sender) {
                    Judged::Accepted => accepted = true,
                    _ => refused[usize::from(is_sender)] += 1,
                }
            }
            let [by_receiver, by_sender] = refused;
            let tells = match (by_receiver, by_sender) {
                (1.., 0) => 0,
                (0, 0) => 2,
                _ if accepted => 1,
                _ => 2,
            };
            (tells, by_receiver + by_sender, value)
        });
        let mut weighed: Vec<(u8, usize, Value)> = weighed.collect();
        weighed.sort_by_key(|(_, refused, _)| *refused);
        let best = weighed.first().map(|(.., value)| value.clone());
        weighed.sort_by_key(|(tells, refused, _)| (*tells, *refused));
        let rest = weighed.into_iter().map(|(.., value)| value);
        let rest = rest.filter(|value| Some(value) != best.as_ref());
        best.iter().cloned().chain(rest).take(most).collect()
    }

    fn tried(&self) -> usize {
        match self.seed {
            Some(_) => BESIDE_SEED,
            None => TRIED,
        }
    }

    fn values(&self, pool: &Pool<'e, 'd>, depth: usize) -> Vec<Value> {
        let seed = self.seed.filter(|seed| pool.is_of(&seed.places));
        let mut made: Vec<Value> = seed.map(|seed| seed.value.clone()).into_iter().collect();
        made.extend(pool.listed());
        if pool.has_objects() {
            made.extend(self.objects(pool, depth));
        }
        if pool.has_arrays() {
            made.extend(self.arrays(pool, depth));
        }
        made.extend(numbers(pool));
        made.extend(self.texts(pool, depth));
        let simple = [
            json!(null),
            json!(true),
            json!(false),
            json!("x"),
            json!(1),
            json!(1.5),
            json!(0),
            json!(-1),
            json!([]),
            json!({}),
            json!("1"),
        ];
        made.extend(simple);
        made
    }

    fn texts(&self, pool: &Pool<'e, 'd>, depth: usize) -> Vec<Value> {
        let may_make = |letters: usize| self.afford(letters / COPIED);
        let mut made = texts::of(pool, &may_make);
        let contents = pool.contents();
        if !contents.is_empty() {
            let contents = self.of(&contents, depth - 1, self.tried());
            made.extend(contents.into_iter().map(|value| value.to_string()));
        }
        made.into_iter().map(Value::from).collect()
    }

    fn arrays(&self, pool: &Pool<'e, 'd>, depth: usize) -> Vec<Value> {
        let told = pool.prefix();
        let choices: Vec<Vec<Value>> = (0..=told)
            .map(|index| self.of(&pool.items(index), depth - 1, self.tried()))
            .collect();
        let choice = |index: usize| &choices[index.min(told)];
        let plain = |index: usize, turn: usize| {
            let choice = choice(index);
            // Other items where they have to differ.
            choice
                .get(turn % choice.len().max(1))
                .cloned()
                .unwrap_or_default()
        };
        let mut lengths = pool.lengths();
        lengths.extend([0, 1, 2, told, told + 1]);
        lengths.sort_unstable();
        lengths.dedup();
        let mut made = Vec::new();
        // Long lists cost as much as they hold: of those, only the plainest.
        for length in lengths
            .iter()
            .filter(|length| (65..=LONGEST).contains(*length))
        {
            if !self.may_copy(*length) {
                break;
            }
            made.push(Value::Array(
                (0..*length).map(|index| plain(index, 0)).collect(),
            ));
        }
        lengths.retain(|length| *length <= 64);
        for length in &lengths {
            if !self.may_copy(2 * length) {
                break;
            }
            let alike = (0..*length).map(|index| plain(index, 0)).collect();
            made.push(Value::Array(alike));
            let apart = (0..*length).map(|index| plain(index, index)).collect();
            made.push(Value::Array(apart));
        }
        let base = told.max(1);
        for varied in 0..=told {
            for value in choice(varied) {
                // Not all that is told of may be allowed at once.
                let sizes = BTreeSet::from([varied + 1, base.max(varied + 1)]);
                if !self.may_copy(2 * (varied + base)) {
                    break;
                }
                for size in sizes {
                    let items = (0..size).map(|index| match index == varied {
                        true => value.clone(),
                        false => plain(index, 0),
                    });
                    made.push(Value::Array(items.collect()));
                }
            }
        }
        let contained = pool.contained();
        if !contained.is_empty() {
            for value in self.of(&contained, depth - 1, self.tried()) {
                for length in lengths.iter().filter(|length| **length <= 16) {
                    if !self.may_copy(2 * length) {
                        break;
                    }
                    made.push(Value::Array(vec![value.clone(); *length]));
                    let mut more = vec![value.clone(); *length];
                    more.push(plain(0, 0));
                    made.push(Value::Array(more));
                }
            }
        }
        made
    }

    fn objects(&self, pool: &Pool<'e, 'd>, depth: usize) -> Vec<Value> {
        let names = pool.names(self.sent_by_new, self.scales);
        let choices = self.choices(pool, names.iter().cloned(), depth);
        let choice = |name: &str| -> &[Value] {
            let made = choices.get(name).and_then(Value::as_array);
            made.map_or(&[], Vec::as_slice)
        };
        let bases = self.bases(pool, &choices);
        let mut made: Vec<Value> = bases.iter().cloned().map(Value::Object).collect();
        let rest = pool.undeclared();
        let rest = match rest.is_empty() {
            true => Vec::new(),
            false => self.of(&rest, depth - 1, self.tried()),
        };
        let by_name = Pool::gather(&pool.name_schemas());
        let named = self.seed.filter(|seed| by_name.is_of(&seed.places));
        let listed = by_name.listed();
        for base in &bases {
            let seeded = named.and_then(|seed| seed.value.as_str());
            let listed = listed.iter().filter_map(Value::as_str);
            for name in seeded.into_iter().chain(listed.take(TRIED)) {
                if !self.may_copy(base.len()) {
                    break;
                }
                let mut more = base.clone();
                let value = rest.first().cloned().unwrap_or_else(|| json!("x"));
                more.insert(name.to_owned(), value);
                made.push(Value::Object(more));
            }
            for value in &rest {
                if !self.may_copy(base.len()) {
                    break;
                }
                let mut more = base.clone();
                more.insert(UNDECLARED.to_owned(), value.clone());
                made.push(Value::Object(more));
            }
            if made.len() > if depth == DEPTH { MOST } else { MOST / 8 } {
                break;
            }
            self.varied(base, &names, &choice, &mut made);
        }
        self.counted(pool, &bases, &choices, rest.first(), &mut made);
        made
    }

    /// Objects of as many properties as are next to a bound: those that are known, and then others.
    fn counted(
        &self,
        pool: &Pool<'e, 'd>,
        bases: &[Map<String, Value>],
        choices: &Map<String, Value>,
        other: Option<&Value>,
        made: &mut Vec<Value>,
    ) {
        for base in bases.iter().take(AROUND) {
            for count in pool.counts().into_iter().filter(|count| *count <= WIDEST) {
                if !self.may_copy(base.len() + count) {
                    break;
                }
                let mut object = base.clone();
                for (name, values) in choices {
                    if let (true, Some(value)) = (object.len() < count, values.get(0)) {
                        object.entry(name.clone()).or_insert_with(|| value.clone());
                    }
                }
                for number in 1..=count.saturating_sub(object.len()) {
                    let value = other.cloned().unwrap_or_else(|| json!("x"));
                    object.insert(format!("{UNDECLARED}{number}"), value);
                }
                if object.len() > base.len() {
                    made.push(Value::Object(object));
                }
            }
        }
    }

    /// Data for some properties, by their names.
    fn choices(
        &self,
        pool: &Pool<'e, 'd>,
        names: impl IntoIterator<Item = String>,
        depth: usize,
    ) -> Map<String, Value> {
        let choice = |name: String| {
            let made = self.of(&pool.property(&name, self.scales), depth - 1, self.tried());
            (name, Value::Array(made))
        };
        names.into_iter().map(choice).collect()
    }

    /// Objects that have what single schemas ask for.
    fn bases(&self, pool: &Pool<'e, 'd>, choices: &Map<String, Value>) -> Vec<Map<String, Value>> {
        let object = |names: Vec<&str>| -> Map<String, Value> {
            let members = names.into_iter().filter_map(|name| {
                let first = choices.get(name)?.as_array()?.first()?.clone();
                Some((name.to_owned(), first))
            });
            members.collect()
        };
        let groups = pool.groups().into_iter();
        let groups = groups.take_while(|names| self.may_copy(names.len()));
        self.with_constants(pool, groups.map(object).collect())
    }

    /// The same objects, in which properties have the only values that single branches allow.
    fn with_constants(
        &self,
        pool: &Pool<'e, 'd>,
        bases: Vec<Map<String, Value>>,
    ) -> Vec<Map<String, Value>> {
        let mut all = bases.clone();
        for constants in pool.constants(self.sent_by_new) {
            for base in bases.iter().take(4) {
                if !self.may_copy(base.len() + constants.len()) {
                    return all;
                }
                let mut object = base.clone();
                object.extend(constants.clone());
                all.push(object);
            }
        }
        all.truncate(48);
        all
    }

    fn varied<'c>(
        &self,
        base: &Map<String, Value>,
        names: &[String],
        choice: &dyn Fn(&str) -> &'c [Value],
        made: &mut Vec<Value>,
    ) {
        for name in names {
            let copies = 1 + choice(name).len();
            if !self.may_copy(copies * base.len().max(COPIED)) {
                return;
            }
            if base.contains_key(name) {
                let mut fewer = base.clone();
                fewer.shift_remove(name);
                made.push(Value::Object(fewer));
            }
            for value in choice(name) {
                let mut other = base.clone();
                other.insert(name.clone(), value.clone());
                made.push(Value::Object(other));
            }
        }
        for value in [json!("x"), json!(1), json!({})] {
            let mut more = base.clone();
            more.insert(UNDECLARED.to_owned(), value);
            made.push(Value::Object(more));
        }
    }
}

/// Numbers and texts that a schema may accept.
pub(super) fn scalars(schema: &Stated<'_, '_>) -> Vec<Value> {
    let pool = Pool::gather(std::slice::from_ref(schema));
    let mut made = vec![json!("x"), json!(0), json!(1), json!(1.5)];
    made.extend(numbers(&pool));
    let texts = texts::of(&pool, &|_| true);
    made.extend(texts.into_iter().map(Value::from));
    made
}

fn numbers(pool: &Pool<'_, '_>) -> Vec<Value> {
    let mut made = Vec::new();
    for numbers in pool.numbers() {
        let ends = [numbers.low.as_ref(), numbers.high.as_ref()];
        for End { bound, .. } in ends.into_iter().flatten() {
            made.extend(number(&bound.to_string()));
            let around = [bound.floor(), bound.ceiling()].into_iter().flatten();
            for near in around {
                let near = [near.checked_sub(1), Some(near), near.checked_add(1)];
                let texts = near.into_iter().flatten().map(|it| it.to_string());
                made.extend(texts.filter_map(|text| number(&text)));
            }
            let bound = bound.as_f64();
            if bound.abs() < 1e9 {
                made.extend([json!(bound - 0.5), json!(bound + 0.5)]);
            }
        }
        for step in &numbers.multiples {
            let step = step.value;
            made.extend(number(&step.to_string()));
            let step = step.as_f64();
            made.extend([json!(step * 2.0), json!(step * 3.0), json!(step / 2.0)]);
            made.extend([json!(-step), json!(step * -2.0)]);
            if step.fract() == 0.0 && step.abs() < 1e9 {
                made.push(json!(step as i64 * 3));
                made.push(json!(-(step as i64)));
                made.push(json!(step as i64 + 1));
            }
        }
    }
    made
}
