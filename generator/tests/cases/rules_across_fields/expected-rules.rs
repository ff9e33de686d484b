impl runtime::against::ValidateAgainst<State> for Change {
    fn check_against(
        &self,
        current: &State,
        at: &runtime::validate::At<'_>,
        out: &mut runtime::validate::Violations,
    ) {
        runtime::rules::hold(
            || Some(self.limit.is_none() || self.limit? >= current.limit),
            "the limit only grows",
            &at.key("limit"),
            out,
        );
    }
}

impl runtime::validate::Validate for Name {
    fn check(
        &self,
        at: &runtime::validate::At<'_>,
        out: &mut runtime::validate::Violations,
    ) {
        runtime::check::max_length(&self.0, 20, at, out);
        runtime::rules::hold(
            || Some(!self.get().ends_with(".")),
            "must satisfy `!self.endsWith(\".\")`",
            at,
            out,
        );
    }
}

impl runtime::validate::Validate for State {
    fn check(
        &self,
        at: &runtime::validate::At<'_>,
        out: &mut runtime::validate::Violations,
    ) {
        Self::check_properties(self.kind.as_ref(), self.name.as_ref(), at, out);
        runtime::rules::hold(
            || Some(self.end.is_none() || self.end? > self.start),
            "the end is not after the start",
            &at.key("end"),
            out,
        );
        runtime::rules::hold(
            || Some(
                self.end.is_none()
                    || self.end? - self.start
                        < time::Duration::nanoseconds(5400000000000),
            ),
            "must satisfy `!has(self.end) || self.end - self.start < duration(\"1h30m\")`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                if self.small.value().is_some() {
                    i64::from(*self.small.value()?).checked_add(1)? <= self.limit
                } else {
                    self.limit.checked_rem(2)? == 0
                },
            ),
            "must satisfy `has(self.small) ? self.small + 1 <= self.limit : self.limit % 2 == 0`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(self.ratio.is_some() && self.ratio? * 2.0 > 1.0),
            "must satisfy `has(self.ratio) && self.ratio * 2.0 > 1`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(self.created.is_none() || self.created?.unix_timestamp() > 0),
            "must satisfy `!has(self.created) || self.created > 0`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.kind.is_none()
                    || runtime::rules::exists(
                        ["a", "c"].iter(),
                        |found| {
                            let found = *found;
                            Some(found == self.kind.as_ref()?.as_str())
                        },
                    )?,
            ),
            "must satisfy `!has(self.kind) || self.kind in [\"a\", \"c\"]`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.name.is_none()
                    || self.name.as_ref()?.get().starts_with("x")
                        && {
                            static PATTERN: runtime::pattern_regex::Linear = runtime::pattern_regex::Linear::new(
                                "^x+$",
                                &["^x+$"],
                            );
                            runtime::pattern::Pattern::is_match(
                                &PATTERN,
                                self.name.as_ref()?.get(),
                            )
                        }
                        && runtime::rules::size(
                            self.name.as_ref()?.get().chars().count(),
                        )? < 9,
            ),
            "must satisfy `!has(self.name) || self.name.startsWith(\"x\") && self.name.matches(\"^x+$\") && size(self.name) < 9`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.tags.is_none()
                    || runtime::rules::all(
                        self.tags.as_ref()?.iter(),
                        |item| {
                            let item = item.as_str();
                            Some(item.contains("-"))
                        },
                    )?
                        && runtime::rules::exists_one(
                            self.tags.as_ref()?.iter(),
                            |item| {
                                let item = item.as_str();
                                Some(item == "-")
                            },
                        )?,
            ),
            "must satisfy `!has(self.tags) || self.tags.all(t, t.contains(\"-\")) && self.tags.exists_one(t, t == \"-\")`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.parts.is_none()
                    || runtime::rules::exists(
                        self.parts.as_ref()?.iter(),
                        |item| {
                            Some(
                                i64::from(item.size) == 1
                                    && runtime::rules::all(
                                        item.tags.iter(),
                                        |item_1| {
                                            let item_1 = item_1.as_str();
                                            Some(
                                                item_1
                                                    != self.parts.as_ref()?.first()?.tags.first()?.as_str(),
                                            )
                                        },
                                    )?,
                            )
                        },
                    )?,
            ),
            "must satisfy `!has(self.parts) || self.parts.exists(p, p.size == 1 && p.tags.all(t, t != self.parts[0].tags[0]))`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.parts.is_none()
                    || runtime::rules::all(
                        runtime::rules::collect(
                                runtime::rules::collect(
                                        self.parts.as_ref()?.iter(),
                                        |item| {
                                            Some(
                                                if i64::from(item.size) > 1 { Some(item) } else { None },
                                            )
                                        },
                                    )?
                                    .iter(),
                                |item| {
                                    let item = *item;
                                    Some(Some(i64::from(item.size)))
                                },
                            )?
                            .iter(),
                        |item| {
                            let item = *item;
                            Some(item < 9)
                        },
                    )?,
            ),
            "must satisfy `!has(self.parts) || self.parts.filter(p, p.size > 1).map(p, p.size).all(s, s < 9)`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.labels.is_none()
                    || self.labels.as_ref()?.contains_key("a")
                        && *self.labels.as_ref()?.get("a")? > 3
                        && runtime::rules::all(
                            self.labels.as_ref()?.keys(),
                            |item| {
                                let item = item.as_str();
                                Some(item.ends_with("a"))
                            },
                        )?,
            ),
            "must satisfy `!has(self.labels) || \"a\" in self.labels && self.labels[\"a\"] > 3 && self.labels.all(k, k.endsWith(\"a\"))`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.small.value().is_some() && i64::from(*self.small.value()?) > 1
                    || self.small.value().is_none(),
            ),
            "must satisfy `self.small != null && self.small > 1 || self.small == null`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.name.is_none() || self.kind.is_none()
                    || [self.name.as_ref()?.get(), "-", self.kind.as_ref()?.as_str()]
                        .concat()
                        .as_str() != "a-b",
            ),
            "must satisfy `!has(self.name) || !has(self.kind) || self.name + \"-\" + self.kind != \"a-b\"`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.tags.is_none()
                    || !runtime::rules::same_items(
                        self
                            .tags
                            .as_ref()?
                            .iter()
                            .map(|found| {
                                let found = found.as_str();
                                Some(found)
                            }),
                        ["a", "b"]
                            .iter()
                            .map(|found| {
                                let found = *found;
                                Some(found)
                            }),
                    )?,
            ),
            "must satisfy `!has(self.tags) || self.tags != [\"a\", \"b\"]`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.tags.is_none()
                    || runtime::rules::size(
                        runtime::rules::joined(
                                self
                                    .tags
                                    .as_ref()?
                                    .iter()
                                    .map(|found| {
                                        let found = found.as_str();
                                        Some(found)
                                    }),
                                ["a"]
                                    .iter()
                                    .map(|found| {
                                        let found = *found;
                                        Some(found)
                                    }),
                            )?
                            .len(),
                    )? < 9
                        && runtime::rules::all(
                            runtime::rules::joined(
                                    self
                                        .tags
                                        .as_ref()?
                                        .iter()
                                        .map(|found| {
                                            let found = found.as_str();
                                            Some(found)
                                        }),
                                    self
                                        .tags
                                        .as_ref()?
                                        .iter()
                                        .map(|found| {
                                            let found = found.as_str();
                                            Some(found)
                                        }),
                                )?
                                .iter(),
                            |item| {
                                let item = *item;
                                Some(item != "b")
                            },
                        )?,
            ),
            "must satisfy `!has(self.tags) || size(self.tags + [\"a\"]) < 9 && (self.tags + self.tags).all(t, t != \"b\")`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                self.parts.is_none()
                    || runtime::rules::all(
                        self.parts.as_ref()?.iter(),
                        |item| { Some(i64::from(item.size).checked_neg()? < 5) },
                    )?
                        && runtime::rules::exists(
                            self.parts.as_ref()?.first()?.tags.iter(),
                            |found| {
                                let found = found.as_str();
                                Some(found == "a")
                            },
                        )?,
            ),
            "must satisfy `!has(self.parts) || self.parts.all(p, -p.size < 5) && \"a\" in self.parts[0].tags`",
            at,
            out,
        );
        runtime::rules::hold(
            || Some(
                runtime::rules_time::timestamp("2020-01-01T00:00:00Z")? < self.start
                    && (self.limit as f64) / 2.0 < 1.5,
            ),
            "must satisfy `timestamp(\"2020-01-01T00:00:00Z\") < self.start && double(self.limit) / 2.0 < 1.5`",
            at,
            out,
        );
    }
}

impl runtime::against::ValidateAgainst<State> for State {
    fn check_against(
        &self,
        current: &State,
        at: &runtime::validate::At<'_>,
        out: &mut runtime::validate::Violations,
    ) {
        runtime::rules::hold(
            || Some(self.limit >= current.limit),
            "must satisfy `self.limit >= oldSelf.limit`",
            at,
            out,
        );
    }
}
