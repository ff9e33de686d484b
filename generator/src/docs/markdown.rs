//! CommonMark of a document into HTML that does nothing: raw HTML is shown as text, links lead to the web
//! or to a mailbox, and pictures, which would be fetched, are their descriptions.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{Alignment, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Schemes of links that are kept. Others may run something.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// A text of several paragraphs.
pub fn block(text: &str) -> Markup {
    PreEscaped(rendered(text))
}

/// A text of one paragraph, without the paragraph.
pub fn inline(text: &str) -> Markup {
    let html = rendered(text);
    let inner = html.trim().strip_prefix("<p>");
    let inner = inner.and_then(|html| html.strip_suffix("</p>"));
    match inner.filter(|html| !html.contains("<p>")) {
        Some(inner) => PreEscaped(inner.to_owned()),
        None => PreEscaped(html),
    }
}

/// An address, where a link may lead there.
pub fn safe_link(address: &str) -> Option<&str> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    let is_safe = SCHEMES.iter().any(|scheme| lower.starts_with(scheme));
    let is_whole = !address.contains(|c: char| c.is_control() || c.is_whitespace());
    (is_safe && is_whole).then_some(address)
}

fn rendered(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // Whether each link that is open is kept.
    let mut links = Vec::new();
    let events = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        // The page has its own outline, which headings of descriptions would break.
        Event::Start(Tag::Heading { .. }) => Some(ours("<p class=\"heading\"><strong>")),
        Event::End(TagEnd::Heading(_)) => Some(ours("</strong></p>\n")),
        // Alignments would be styles within the page, which its policy forbids.
        Event::Start(Tag::Table(columns)) => {
            let columns = columns.iter().map(|_| Alignment::None).collect();
            Some(Event::Start(Tag::Table(columns)))
        }
        Event::Start(Tag::CodeBlock(_)) => Some(ours("<pre><code>")),
        Event::End(TagEnd::CodeBlock) => Some(ours("</code></pre>\n")),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let address = safe_link(&dest_url).map(escaped);
            links.push(address.is_some());
            address.map(|address| {
                ours(format!(
                    "<a href=\"{address}\" rel=\"noopener noreferrer\">"
                ))
            })
        }
        Event::End(TagEnd::Link) => {
            let is_kept = links.pop().unwrap_or_default();
            is_kept.then(|| ours("</a>"))
        }
        other => Some(other),
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

/// HTML of our own.
fn ours<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}

/// A text for within an attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_is_text() {
        let html =
            rendered("a <script>alert(1)</script> <b onclick=x>\n\n<iframe src=x></iframe>\n");
        assert!(!html.contains("<script") && !html.contains("<b ") && !html.contains("<iframe"));
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_lead_to_the_web_or_nowhere() {
        for bad in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java&#115;cript:alert(1))",
            "[x](data:text/html,hi)",
            "[x](//other.example)",
            "<vbscript:a>",
            "[x](file:///etc/passwd)",
        ] {
            let html = rendered(bad);
            assert!(!html.contains("<a"), "{bad}: {html}");
        }
        let html = rendered("[x](https://example.com/?a=1&b=\"2 'title')");
        assert!(!html.contains("\"2"), "{html}");
        assert!(
            rendered("[x](https://a.example/?b&c)").contains("href=\"https://a.example/?b&amp;c\"")
        );
    }

    #[test]
    fn pictures_are_their_descriptions() {
        let html = rendered("![a picture](https://example.com/x.png)");
        assert_eq!(html, "<p>a picture</p>\n");
    }

    #[test]
    fn headings_stay_out_of_the_outline_and_languages_out_of_the_classes() {
        let html = rendered("# Title\n\n```\"><script>\ncode\n```\n");
        assert!(!html.contains("<h1") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn one_paragraph_stands_within_a_line() {
        assert_eq!(inline("a `b`").into_string(), "a <code>b</code>");
    }
}
