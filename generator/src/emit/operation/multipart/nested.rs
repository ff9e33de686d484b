//! The parts within a part: their struct, and what makes the part of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{form, is_judged};
use crate::emit::context::{Context, ident};
use crate::emit::doc;
use crate::ir::{NestedParts, Operation, Part};

/// The same of the parts within a part, and what makes the part of them.
pub(super) fn items(context: &Context<'_>, operation: &Operation, part: &Part) -> Vec<TokenStream> {
    let Some(nested) = &part.nested else {
        return Vec::new();
    };
    let NestedParts {
        name,
        media_type,
        parts,
        constraints,
    } = &**nested;
    let method = context.api.method_path(operation);
    let wire = doc::code(&part.wire);
    let about = format!(" The parts within the part {wire} of the body of [`{method}`].");
    let mut items = form(context, (name, media_type), &about, parts, constraints);
    for part in parts {
        items.extend(self::items(context, operation, part));
    }
    let name = ident(name);
    let judge = is_judged(context, parts, constraints).then(|| {
        quote! {
            let mut out = runtime::validate::Violations::new();
            self.check(&runtime::validate::At::ROOT, &mut out);
            if !out.is_empty() {
                return Err(out);
            }
        }
    });
    items.push(quote! {
        impl #name {
            /// The part that has these parts.
            ///
            /// # Errors
            ///
            /// What is wrong with them.
            pub fn into_file(
                self,
            ) -> Result<runtime::call::multipart::File, runtime::validate::Violations> {
                #judge
                Ok(runtime::call::multipart::File::of_parts(#media_type, self.into_form()))
            }
        }
    });
    items
}
