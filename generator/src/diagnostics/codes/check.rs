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
    RULE = "E0504", "a rule can't be checked",
        "A rule of `x-validations` is an expression of CEL that is either true or false. It is typed against the schema that states it: it may name only properties that are declared, and an optional one only where `has()` says that it is there.",
        wrong: "x-validations:\n- rule: self.end > self.start",
        right: "x-validations:\n- rule: '!has(self.end) || self.end > self.start'\n  message: the end is not after the start";
}
