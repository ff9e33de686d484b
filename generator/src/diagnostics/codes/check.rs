//! `05xx`: what a document asks to be checked.

use super::codes;

codes! { CHECK =>
    PATTERN = "E0501", "a pattern can't be checked",
        "A `pattern` is a regular expression of ECMA-262. It is run by `regex`, in linear time, or by `fancy-regex` where it has look-around or back-references. This one is none, or neither can run it.",
        wrong: "pattern: '('",
        right: "pattern: '\\('";
    ENDLESS = "E0502", "a schema refers to itself without end",
        "To judge a value by this schema, the same value would have to be judged by this schema first. A schema may refer to itself only for a part of the value, such as a property.",
        wrong: "Node:\n  allOf:\n  - $ref: '#/components/schemas/Node'",
        right: "Node:\n  properties:\n    next:\n      $ref: '#/components/schemas/Node'";
}
