//! Answers below a kilobyte, decoded and judged as unions of themselves: no more work than a fiftieth
//! of a second takes, counted in fuel and in allocations, so that the machine has no say.

#![no_main]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use arbitrary::Arbitrary;
use faircopy_fuzz::generated::runtime::budget;
use faircopy_fuzz::generated::runtime::json::de::{self, Decode};
use faircopy_fuzz::generated::runtime::json::ser::{self, Encode};
use faircopy_fuzz::generated::{
    Any, Crossed, Either, Everything, Loose, Node, Recursing, Told, Validate,
};
use libfuzzer_sys::fuzz_target;

/// How large answers are, in bytes.
const LONGEST: usize = 1_000;

/// How often memory may be asked for: each takes a twentieth of a microsecond or so, and what is done
/// with it as long again.
const ALLOCATIONS: u64 = 500_000;

/// How much of it, in bytes.
const BYTES: u64 = 256 << 20;

/// A part of an answer; keys and scalars are chosen from few, so that much fits several branches.
#[derive(Arbitrary, Debug)]
enum Part {
    Scalar(u8),
    List(Vec<Part>),
    Object(Vec<(u8, Part)>),
    Nested(u8, u8, Box<Part>),
    Repeated(u8, Box<Part>),
}

const KEYS: &[&str] = &["c", "a", "b", "l", "kind", "zz", "next", "other", "id", "l2"];
const SCALARS: &[&str] = &[
    "1", "7", "null", "true", "\"x\"", "\"long text\"", "{}", "[]", "{\"zz\":1}", "{\"a\":\"x\"}",
    "{\"a\":1,\"b\":1}", "\"Inner\"", "\"Outer\"", "1e400", "0.1",
];

fn pick<'a>(from: &[&'a str], index: u8) -> &'a str {
    from[usize::from(index) % from.len()]
}

impl Part {
    fn write(&self, out: &mut String) {
        if out.len() > LONGEST {
            return;
        }
        match self {
            Part::Scalar(index) => out.push_str(pick(SCALARS, *index)),
            Part::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Part::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&format!("{:?}:", pick(KEYS, *key)));
                    value.write(out);
                }
                out.push('}');
            }
            Part::Nested(key, levels, inner) => {
                let levels = usize::from(*levels) % 130;
                let key = pick(KEYS, *key);
                let (open, close) = match key {
                    "l" => ("[".to_owned(), "]"),
                    "kind" => ("{\"kind\":\"Outer\",\"c\":".to_owned(), "}"),
                    "a" => ("{\"a\":\"x\",\"c\":".to_owned(), "}"),
                    key => (format!("{{{key:?}:"), "}"),
                };
                out.push_str(&open.repeat(levels));
                inner.write(out);
                out.push_str(&close.repeat(levels));
            }
            Part::Repeated(times, inner) => {
                let mut item = String::new();
                inner.write(&mut item);
                out.push('[');
                out.push_str(&item);
                for _ in 0..usize::from(*times) % 64 {
                    // What is within may be repeated as well.
                    if out.len() > LONGEST {
                        break;
                    }
                    out.push(',');
                    out.push_str(&item);
                }
                out.push(']');
            }
        }
    }
}

fuzz_target!(|answer: (u8, Part)| {
    let (which, part) = answer;
    let mut text = String::new();
    part.write(&mut text);
    if text.len() > LONGEST {
        return;
    }
    match which % 8 {
        0 => measure::<Either>(&text),
        1 => measure::<Any>(&text),
        2 => measure::<Crossed>(&text),
        3 => measure::<Told>(&text),
        4 => measure::<Recursing>(&text),
        5 => measure::<Node>(&text),
        6 => measure::<Loose>(&text),
        _ => measure::<Everything>(&text),
    }
});

fn measure<T: Decode + Encode + Validate>(text: &str) {
    let name = std::any::type_name::<T>();
    let decoded = counted(text, &format!("decoding {name}"), || de::decode::<T>(text).ok());
    if let Some(value) = decoded {
        counted(text, &format!("judging {name}"), || drop(value.validate()));
        counted(text, &format!("writing {name}"), || drop(ser::encode(&value)));
    }
}

fn counted<T>(text: &str, what: &str, step: impl FnOnce() -> T) -> T {
    let before = (ALLOCATED.with(Cell::get), TOTAL.with(Cell::get));
    let outcome = step();
    let times = ALLOCATED.with(Cell::get) - before.0;
    let bytes = TOTAL.with(Cell::get) - before.1;
    let fuel = budget::spent(text.len());
    note(times, what, text);
    assert!(times < ALLOCATIONS, "{what} asks for memory {times} times: {text}");
    assert!(bytes < BYTES, "{what} asks for {bytes} bytes: {text}");
    assert!(fuel <= (1 << 18) + 32 * LONGEST, "{what} spends {fuel}: {text}");
    outcome
}

/// Shows what takes most so far.
fn note(times: u64, what: &str, text: &str) {
    static MOST: AtomicU64 = AtomicU64::new(1 << 12);
    if times > MOST.load(Ordering::Relaxed) * 5 / 4 {
        MOST.store(times, Ordering::Relaxed);
        eprintln!("{times} allocations for {what}: {text}");
    }
}

thread_local! {
    static ALLOCATED: Cell<u64> = const { Cell::new(0) };
    static TOTAL: Cell<u64> = const { Cell::new(0) };
}

/// The system's memory, of which each use is counted.
struct Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.with(|count| count.set(count.get() + 1));
        TOTAL.with(|total| total.set(total.get() + layout.size() as u64));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
