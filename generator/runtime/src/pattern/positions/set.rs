//! Sets of positions, as words of bits from the first that has any.

const BITS: usize = u64::BITS as usize;

/// A set of positions.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// How many words without a bit come before.
    first: usize,
    words: Vec<u64>,
}

impl Set {
    /// One position.
    #[must_use]
    pub fn one(position: usize) -> Self {
        let mut set = Self::default();
        set.insert(position);
        set
    }

    /// The positions up to this one.
    #[must_use]
    pub fn up_to(last: usize) -> Self {
        let mut words = vec![u64::MAX; last / BITS + 1];
        if let Some(word) = words.last_mut() {
            *word >>= BITS - 1 - last % BITS;
        }
        Self { first: 0, words }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How much work it is to go through it.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.words.len() as u64
    }

    /// Whether it has a position.
    #[must_use]
    pub fn contains(&self, position: usize) -> bool {
        let bit = 1 << (position % BITS);
        self.word(position / BITS) & bit != 0
    }

    /// Adds a position behind all others.
    pub fn insert(&mut self, position: usize) {
        let index = position / BITS;
        if self.words.is_empty() {
            self.first = index;
        }
        let index = index - self.first;
        if index >= self.words.len() {
            self.words.resize(index + 1, 0);
        }
        self.words[index] |= 1 << (position % BITS);
    }

    /// The first position and the last one.
    #[must_use]
    pub fn ends(&self) -> Option<(usize, usize)> {
        let low = self.words.iter().position(|word| *word != 0)?;
        let high = self.words.iter().rposition(|word| *word != 0)?;
        let first = (self.first + low) * BITS + self.words[low].trailing_zeros() as usize;
        let last = (self.first + high) * BITS + BITS - 1;
        Some((first, last - self.words[high].leading_zeros() as usize))
    }

    /// Leaves those that the other has.
    pub fn keep(&mut self, other: &Self) {
        for (index, word) in self.words.iter_mut().enumerate() {
            *word &= other.word(self.first + index);
        }
        self.trim();
    }

    /// Leaves those that the other has not.
    pub fn remove(&mut self, other: &Self) {
        for (index, word) in self.words.iter_mut().enumerate() {
            *word &= !other.word(self.first + index);
        }
        self.trim();
    }

    /// Adds those of another.
    pub fn add(&mut self, other: &Self) {
        if other.words.is_empty() {
            return;
        }
        if self.words.is_empty() {
            self.clone_from(other);
            return;
        }
        if other.first < self.first {
            // Room for as much again, since a set that grows here will do so again.
            let missing = self.first - other.first;
            let room = missing.max(self.words.len()).min(self.first);
            self.words.splice(0..0, std::iter::repeat_n(0, room));
            self.first -= room;
        }
        let from = other.first - self.first;
        if self.words.len() < from + other.words.len() {
            self.words.resize(from + other.words.len(), 0);
        }
        for (word, other) in self.words[from..].iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Moves all one position on.
    pub fn forward(&mut self) {
        let mut carry = 0;
        for word in &mut self.words {
            let next = *word >> (BITS - 1);
            *word = *word << 1 | carry;
            carry = next;
        }
        if carry != 0 {
            self.words.push(carry);
        }
    }

    /// Moves all one position back; the start is lost.
    pub fn back(&mut self) {
        if self.first > 0 && self.words.first().is_some_and(|word| word & 1 != 0) {
            self.words.insert(0, 0);
            self.first -= 1;
        }
        let mut carry = 0;
        for word in self.words.iter_mut().rev() {
            let next = *word << (BITS - 1);
            *word = *word >> 1 | carry;
            carry = next;
        }
        self.trim();
    }

    fn word(&self, index: usize) -> u64 {
        let index = index.checked_sub(self.first);
        let word = index.and_then(|index| self.words.get(index));
        word.copied().unwrap_or(0)
    }

    /// Lets go of words without a bit.
    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
        let empty = self.words.iter().take_while(|word| **word == 0).count();
        if empty > 0 {
            self.words.drain(..empty);
            self.first += empty;
        }
    }
}
