//! Families of documents of which an overlay changes as many places as there are.

use super::families::{Family, family, wide_object};

pub const OVERLAID: &[Family] = &[
    Family {
        overlay: Some(
            "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n- target: $.components.schemas.*.properties.*\n  update: { description: said }\n",
        ),
        ..family("overlay with wildcards", 100, wide_object)
    },
    // All names but those that end in 0, and the properties of these.
    Family {
        overlay: Some(
            "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n- target: $.components.schemas.O.required[?search(@, '[1-9]$')]\n  remove: true\n- target: $.components.schemas.O.properties.*.type\n  remove: true\n- target: $.components.schemas.O.properties.*\n  remove: true\n",
        ),
        ..family("overlay that removes", 400, wide_object)
    },
];
