//! The parts of a body into an expression that gathers them: those that are required, or else the first.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Example;
use crate::emit::context::ident;
use crate::ir::{BodyArgument, MediaKind, Operation, Part, Payload};
use crate::media;

/// The variable of a body of which no part is required.
const FORM: &str = "form";

impl Example<'_> {
    /// The body of that type, or none where no expression can be made of a part.
    pub(super) fn upload(&self, name: &Ident, parts: &[Part]) -> Option<TokenStream> {
        let required = parts.iter().filter(|part| part.required);
        let given: Option<Vec<Vec<TokenStream>>> = required.map(|part| self.part(part)).collect();
        let given: Vec<TokenStream> = given?.into_iter().flatten().collect();
        let sent = parts.iter().find(|part| part.fixed.is_none());
        let Some(first) = sent.filter(|_| given.is_empty()) else {
            self.names_types.set(true);
            return Some(quote! { #name::new(#(#given),*) });
        };
        // The arguments of the hidden function come first.
        if self
            .given
            .iter()
            .any(|one| one.to_string().starts_with(FORM))
        {
            return None;
        }
        let value = self.payload(first)?;
        let value = match first.list {
            _ if first.any_name => quote! { [("name".to_owned(), #value)].into() },
            Some(_) => value,
            None => quote! { Some(#value) },
        };
        let (form, field) = (format_ident!("{FORM}"), ident(&first.name));
        self.names_types.set(true);
        self.before.borrow_mut().push(quote! {
            let mut #form = #name::new();
            #form.#field = #value;
        });
        Some(quote! { #form })
    }

    /// The setter of the media type, where the document names several and none is taken in any case.
    pub(super) fn media_type_setter(operation: &Operation) -> Option<TokenStream> {
        let body = operation.body.as_ref().filter(|body| body.required)?;
        let BodyArgument::Single(content) = &body.argument else {
            return None;
        };
        let is_bytes = matches!(content.kind, MediaKind::Bytes | MediaKind::Base64);
        let stated = is_bytes.then(|| media::to_state(&content.media_type))??;
        Some(quote! { .content_type(#stated) })
    }

    /// The arguments of a required part: its own, and its headers that must be there.
    fn part(&self, part: &Part) -> Option<Vec<TokenStream>> {
        let mut arguments = Vec::new();
        if part.fixed.is_none() {
            arguments.push(self.payload(part)?);
        }
        if part.list.is_none() {
            for header in part.headers.iter().filter(|header| header.required) {
                arguments.push(self.owned(&header.shape.ty, None, 0)?);
            }
        }
        Some(arguments)
    }

    /// What a part holds, or a list of one.
    fn payload(&self, part: &Part) -> Option<TokenStream> {
        let one = match &part.payload {
            Payload::File => {
                let library = format_ident!("{}", self.context.library());
                let stated = part.content_type.as_deref().and_then(media::to_state);
                let stated = stated.map(|media_type| quote! { .media_type(#media_type) });
                quote! { #library::multipart::File::open("file.bin").await? #stated }
            }
            Payload::Value(shape) => {
                let example = part.docs.examples.first();
                let example = example.filter(|value| self.fits(&shape.ty, value));
                self.owned(&shape.ty, example, 0)?
            }
        };
        Some(match part.list {
            Some(_) => quote! { Vec::from([#one]) },
            None => one,
        })
    }
}
