//! What may still be spent on decoding or judging, shared by all that one call starts.
//!
//! Finding the branch of a union reads data again, and judging that it is the only one reads it
//! again within that. Each on its own is bounded; in unions within unions they multiply, and a
//! hundred bytes could hold a thread for minutes. So whatever the first of them starts spends from
//! what the first was given: fuel, and the stack.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::time::Instant;

/// What may be spent whatever the size of the data, in bytes that are read again.
const FREE: usize = 1 << 18;

/// How often data may be read again, as a multiple of its size.
const AGAIN: usize = 32;

/// How much of the stack decoding may take, in bytes: a thread of two mebibytes has as much left for
/// what is done with the value, which takes less. Deeper data is an error like any other.
const STACK: usize = if cfg!(target_family = "wasm") {
    384 << 10
} else {
    1 << 20
};

/// What was found of values, by their types and their JSON.
type Verdicts = BTreeMap<(TypeId, String), bool>;

/// What was found of data, by the addresses of the schema and of the value.
type Probed = BTreeMap<(usize, usize), bool>;

/// The budget of a thread: in one piece, so that taking a share of it looks for it once.
struct Budget {
    /// How many shares there are.
    shares: Cell<usize>,
    fuel: Cell<usize>,
    /// Where the stack was when the first share was taken.
    base: Cell<usize>,
    has_verdicts: Cell<bool>,
    has_read: Cell<bool>,
}

thread_local! {
    static BUDGET: Budget = const {
        Budget {
            shares: Cell::new(0),
            fuel: Cell::new(0),
            base: Cell::new(0),
            has_verdicts: Cell::new(false),
            has_read: Cell::new(false),
        }
    };
    /// How much memory a decoded value may take, in bytes; none for the default.
    static MEMORY: Cell<Option<usize>> = const { Cell::new(None) };
    /// After which nobody waits for what is read; none where there is no such time.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    static VERDICTS: RefCell<Verdicts> = const { RefCell::new(BTreeMap::new()) };
    /// What was found of values by the data that they were read from, until others are read.
    static READ: RefCell<Verdicts> = const { RefCell::new(BTreeMap::new()) };
    static PROBED: RefCell<Probed> = const { RefCell::new(BTreeMap::new()) };
    /// How many probes are being made, one within another, and how many were made within the first.
    static PROBES: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
    /// How many unions' branches are being written out, one within another.
    static LEVEL: Cell<u32> = const { Cell::new(0) };
}

/// A part in the budget of this thread, which is opened by the first and closed by the last.
///
/// It stays on its thread.
pub struct Share(PhantomData<*const ()>);

impl Share {
    /// A part in the budget; if there is none yet, of one for data of that many bytes.
    #[inline]
    pub fn take(bytes: usize) -> Self {
        BUDGET.with(|budget| {
            let shares = budget.shares.get();
            if shares == 0 {
                budget.fuel.set(all(bytes));
                budget.base.set(stack());
            }
            budget.shares.set(shares.wrapping_add(1));
        });
        Self(PhantomData)
    }
}

impl Drop for Share {
    #[inline]
    fn drop(&mut self) {
        let is_last = BUDGET.with(|budget| {
            let left = budget.shares.get().wrapping_sub(1);
            budget.shares.set(left);
            left == 0 && budget.has_verdicts.get()
        });
        if is_last {
            forget_verdicts();
        }
    }
}

#[cold]
fn forget_verdicts() {
    BUDGET.with(|budget| budget.has_verdicts.set(false));
    VERDICTS.with_borrow_mut(BTreeMap::clear);
}

/// The fuel for data of that many bytes.
fn all(bytes: usize) -> usize {
    bytes.saturating_mul(AGAIN).saturating_add(FREE)
}

fn fuel() -> usize {
    BUDGET.with(|budget| budget.fuel.get())
}

fn set_fuel(left: usize) {
    BUDGET.with(|budget| budget.fuel.set(left));
}

/// Adds what more data is worth, where there is something left.
pub fn bring(bytes: usize) {
    let more = bytes.saturating_mul(AGAIN);
    if !is_out() {
        set_fuel(fuel().saturating_add(more));
    }
}

/// What was found of a value in JSON as a type.
#[must_use]
pub fn verdict(value: &(TypeId, String)) -> Option<bool> {
    if !BUDGET.with(|budget| budget.has_verdicts.get()) {
        return None;
    }
    VERDICTS.with_borrow(|verdicts| verdicts.get(value).copied())
}

/// Keeps what was found of a value in JSON as a type, for as long as there is a share.
pub fn note_verdict(value: (TypeId, String), verdict: bool) {
    BUDGET.with(|budget| budget.has_verdicts.set(true));
    VERDICTS.with_borrow_mut(|verdicts| verdicts.insert(value, verdict));
}

/// Whether anything was found of values by the data that they were read from.
#[must_use]
pub fn has_read() -> bool {
    BUDGET.with(|budget| budget.has_read.get())
}

/// What was found of a value in JSON as a type by the data that it was read from.
#[must_use]
pub fn as_read(value: &(TypeId, String)) -> Option<bool> {
    match has_read() {
        true => READ.with_borrow(|read| read.get(value).copied()),
        false => None,
    }
}

/// Keeps what was found of a value by the data that it was read from. Of data that came to the same value, it holds
/// only where it holds for all.
pub fn note_read(value: (TypeId, String), verdict: bool) {
    BUDGET.with(|budget| budget.has_read.set(true));
    READ.with_borrow_mut(|read| {
        let known = read.entry(value).or_insert(verdict);
        *known &= verdict;
    });
}

/// Forgets what was found of values by the data that they were read from: others are read now.
#[cold]
fn forget_read() {
    BUDGET.with(|budget| budget.has_read.set(false));
    READ.with_borrow_mut(BTreeMap::clear);
}

/// Takes a share for data that is read, of that many bytes.
#[inline]
pub fn begin_reading(bytes: usize) -> Share {
    let is_first = BUDGET.with(|budget| budget.shares.get() == 0 && budget.has_read.get());
    if is_first {
        forget_read();
    }
    Share::take(bytes)
}

/// Spends as much; whether there was that much. What is out stays out.
#[must_use]
pub fn spend(amount: usize) -> bool {
    let left = fuel().checked_sub(amount.max(1));
    set_fuel(left.unwrap_or(0));
    left.is_some_and(|left| left > 0)
}

/// Spends all that is left.
pub fn exhaust() {
    set_fuel(0);
}

/// Whether nothing is left.
#[must_use]
pub fn is_out() -> bool {
    fuel() == 0
}

/// Does what may be left undone with half of what there is to spend, so that it leaves enough for the rest.
pub fn with_half<T>(work: impl FnOnce() -> T) -> T {
    let (all, half) = (fuel(), fuel() / 2);
    set_fuel(half);
    let done = work();
    set_fuel(all - half.saturating_sub(fuel()));
    done
}

/// What has been spent of a budget for data of that many bytes; for tests and measurements.
#[doc(hidden)]
#[must_use]
pub fn spent(bytes: usize) -> usize {
    all(bytes).saturating_sub(fuel())
}

/// Where the stack was when the first share was taken.
#[must_use]
pub fn base() -> usize {
    BUDGET.with(|budget| budget.base.get())
}

/// Whether the stack has grown too much since.
#[must_use]
pub fn is_deep(base: usize) -> bool {
    stack().abs_diff(base) > STACK
}

/// Where the stack is, or was when the function began that this is inlined into.
#[inline]
fn stack() -> usize {
    let here = 0_u8;
    (&raw const here).addr()
}

/// How much memory a decoded value may take, in bytes.
#[must_use]
pub fn memory() -> usize {
    const DEFAULT: usize = 512 << 20;
    MEMORY.get().unwrap_or(DEFAULT)
}

/// Runs `read` with another limit for the memory of decoded values.
pub fn with_memory<T>(limit: usize, read: impl FnOnce() -> T) -> T {
    struct Restore(Option<usize>);
    impl Drop for Restore {
        fn drop(&mut self) {
            MEMORY.set(self.0);
        }
    }
    let _restore = Restore(MEMORY.replace(Some(limit)));
    read()
}

/// Runs `read`, which gives up once that time has passed.
pub fn until<T>(deadline: Option<Instant>, read: impl FnOnce() -> T) -> T {
    struct Restore(Option<Instant>);
    impl Drop for Restore {
        fn drop(&mut self) {
            DEADLINE.set(self.0);
        }
    }
    let _restore = Restore(DEADLINE.replace(deadline));
    read()
}

/// Whether the time has passed after which nobody waits for what is read.
#[cold]
#[must_use]
pub fn is_late() -> bool {
    DEADLINE
        .get()
        .is_some_and(|deadline| deadline <= Instant::now())
}

/// Probes of JSON data, one within another, that remember what was found of the same data.
///
/// Only while the first of them is made, during which the data stays where it is, and only after so
/// many that remembering costs less.
pub struct Probes(u32);

impl Probes {
    /// A probe within those that are being made.
    #[must_use]
    pub fn enter() -> Self {
        let (depth, made) = PROBES.get();
        PROBES.set((depth + 1, made.saturating_add(1)));
        Self(depth)
    }

    /// What was found of it before.
    #[must_use]
    pub fn known(&self, key: (usize, usize)) -> Option<bool> {
        if !Self::remembers() {
            return None;
        }
        PROBED.with_borrow(|probed| probed.get(&key).copied())
    }

    /// Remembers what was found.
    pub fn note(&self, key: (usize, usize), holds: bool) {
        // What was cut short has found nothing.
        if self.0 > 0 && Self::remembers() && !is_out() {
            PROBED.with_borrow_mut(|probed| probed.insert(key, holds));
        }
    }

    fn remembers() -> bool {
        const WORTH_IT: u32 = 64;
        PROBES.get().1 > WORTH_IT
    }

    /// Forgets for as long as the result lives, in which other data is judged: it may come to stand
    /// where data stood before.
    #[must_use]
    pub fn apart() -> Apart {
        let probed = PROBED.take();
        Apart(probed, PROBES.replace((0, 0)))
    }
}

impl Drop for Probes {
    fn drop(&mut self) {
        let (_, made) = PROBES.get();
        if self.0 > 0 {
            return PROBES.set((self.0, made));
        }
        PROBES.set((0, 0));
        // Few probes remember nothing.
        if made > 1 {
            PROBED.with_borrow_mut(BTreeMap::clear);
        }
    }
}

/// While it lives, other data is judged.
pub struct Apart(Probed, (u32, u32));

impl Drop for Apart {
    fn drop(&mut self) {
        PROBED.set(std::mem::take(&mut self.0));
        PROBES.set(self.1);
    }
}

/// A union whose branches are being written out.
pub struct Level(());

impl Level {
    /// One within others, unless that are as many already.
    #[must_use]
    pub fn below(most: u32) -> Option<Self> {
        let level = LEVEL.get();
        if level >= most || is_out() {
            return None;
        }
        LEVEL.set(level + 1);
        Some(Self(()))
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        LEVEL.set(LEVEL.get().saturating_sub(1));
    }
}
