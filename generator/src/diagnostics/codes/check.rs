//! `05xx`: what a document asks to be checked.

use super::codes;

codes! { CHECK =>
    ENDLESS = "E0502", "a schema refers to itself without end",
        "To judge a value by this schema, the same value would have to be judged by this schema first. A schema may refer to itself only for a part of the value, such as a property.",
        wrong: "Node:\n  allOf:\n  - $ref: '#/components/schemas/Node'",
        right: "Node:\n  properties:\n    next:\n      $ref: '#/components/schemas/Node'";
    RULE = "E0508", "a rule can't be checked",
        "A rule of `x-validations` is an expression of CEL that is either true or false. It is typed against the schema that states it: it may name only properties that are declared, and an optional one only where `has()` says that it is there.",
        wrong: "x-validations:\n- rule: self.end > self.start",
        right: "x-validations:\n- rule: '!has(self.end) || self.end > self.start'\n  message: the end is not after the start";
}
