//! What the types of a date and time with an offset, or without one, have in common, whichever crate has them.

/// What every `DateTime` of two variants is made of, read and written, whose crate has those types for a point in
/// time and for what a clock shows. `at_offset` and `local`, which make them, are the module's.
#[allow(
    unused_macros,
    reason = "the package may have none of the crates of dates and times"
)]
macro_rules! date_time {
    ($offset:ty, $local:ty) => {
        impl From<$offset> for DateTime {
            fn from(time: $offset) -> Self {
                Self::Offset(time)
            }
        }

        impl From<$local> for DateTime {
            fn from(time: $local) -> Self {
                Self::Local(time)
            }
        }

        impl crate::json::de::Decode for DateTime {
            fn decode(input: &mut crate::json::de::Input<'_>) -> crate::json::de::Result<Self> {
                crate::json::de::parse(input, "a date and time (ISO 8601)", |text| {
                    let (stamp, rest) = crate::json::codec::iso::Stamp::read(text)?;
                    match rest {
                        "" => local(stamp).map(Self::Local),
                        rest => {
                            let offset = crate::json::codec::iso::offset(rest)?;
                            at_offset(stamp, offset).map(Self::Offset)
                        }
                    }
                })
            }
        }

        impl crate::json::ser::Encode for DateTime {
            fn encode(&self, output: &mut crate::json::ser::Output) {
                match self {
                    Self::Offset(time) => time.encode(output),
                    Self::Local(time) => time.encode(output),
                }
            }
        }
    };
}
#[allow(
    unused_imports,
    reason = "the package may have none of the crates of dates and times"
)]
pub(crate) use date_time;
