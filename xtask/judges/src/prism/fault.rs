//! What Prism does against the specification: the whole list. A call that meets such a fault is
//! counted apart, and never as right.

/// Something that Prism does wrong.
pub(super) struct Fault {
    /// What it then says.
    says: &'static str,
    /// What the calls have in common that it says it of.
    of: &'static str,
    /// What it does.
    pub(super) does: &'static str,
    /// What the specification says instead.
    pub(super) clause: &'static str,
}

const MULTIPART: &str = "multipart/form-data";

const FAULTS: [Fault; 7] = [
    Fault {
        says: "Cannot read properties of undefined (reading 'split')",
        of: "required",
        does: "breaks down where a header of the style `simple` is left out",
        clause: "Parameter Object, `required`: its default is false",
    },
    Fault {
        says: "value.split is not a function",
        of: "",
        does: "splits a path at the commas of a parameter before it reads its style `simple`, and breaks down",
        clause: "Parameter Object, Style Examples: the items and properties of `simple` are set apart by commas",
    },
    Fault {
        says: "parameters[name].startsWith is not a function",
        of: "",
        does: "splits a path at the commas of a parameter before it reads its style `label` or `matrix`, and breaks down",
        clause: "Parameter Object, Style Examples: without `explode`, the properties of `matrix` are set apart by \
                 commas; so are those of `label`, by the corrected table of 3.0.4 and 3.1.1",
    },
    Fault {
        says: "delimited style is only applicable to array parameter",
        of: "",
        does: "breaks down where the style of an object is `spaceDelimited` or `pipeDelimited`",
        clause: "Parameter Object, Style Examples: both have a form for objects",
    },
    Fault {
        says: "Reserved characters used in request body",
        of: MULTIPART,
        does: "minds reserved characters in parts, even those that the style of a part puts there",
        clause: "Encoding Object, `allowReserved`: ignored in 3.0 unless the media type is \
                 `application/x-www-form-urlencoded`; in 3.1, its Style Examples hold for parts, commas among them",
    },
    Fault {
        says: "must be array",
        of: MULTIPART,
        does: "reads the last of the parts of one name as if it were the list",
        clause: "Media Type Object, Special Considerations for multipart Content: each element of an array is a \
                 part, with the media type of its kind",
    },
    Fault {
        says: "must be object",
        of: MULTIPART,
        does: "reads a part that is JSON as text",
        clause: "Media Type Object, Special Considerations for multipart Content: objects are `application/json`",
    },
];

/// The fault that makes Prism say so of a call.
pub(super) fn find(says: &str, about: &str) -> Option<&'static Fault> {
    FAULTS
        .iter()
        .find(|fault| says.contains(fault.says) && about.contains(fault.of))
}
