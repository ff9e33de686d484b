//! `fieldPath` to the keys that lead from a value to the property at fault.

/// `.spec.ports[0]['a.b']` to `spec`, `ports`, `0`, `a.b`.
pub(super) fn parse(path: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            if end == 0 {
                return None;
            }
            keys.push(after[..end].to_owned());
            rest = &after[end..];
        } else {
            let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
            keys.push(key.trim_matches(['\'', '"']).to_owned());
            rest = after;
        }
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn paths_are_keys() {
        let keys = |path| parse(path).map(|keys| keys.join(" "));
        assert_eq!(keys(".dataLimit"), Some("dataLimit".to_owned()));
        assert_eq!(keys(".a['b-c'][0].d"), Some("a b-c 0 d".to_owned()));
        assert_eq!(keys("a"), None);
        assert_eq!(keys(".a..b"), None);
    }
}
