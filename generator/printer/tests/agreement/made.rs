//! Items made at random: of the constructs that generated code is made of, and in them any other.

use fastrand::Rng;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// Makes tokens.
pub struct Maker<'r> {
    pub random: &'r mut Rng,
    /// Whether there are constructs that generated code does without.
    pub wild: bool,
    /// How many constructs may still be put into one another.
    pub depth: usize,
}

impl Maker<'_> {
    pub fn item(&mut self) -> TokenStream {
        let (name, ty, attributes) = (self.name(), self.ty(), self.attributes());
        let visibility = self.visibility();
        match self.random.u8(0..12) {
            0 => {
                let fields = self.some(5, Self::field);
                quote! { #attributes #visibility struct #name<'a> { #(#fields),* } }
            }
            1 => {
                let types = self.some(4, Self::ty);
                quote! { #attributes #visibility struct #name(#(#visibility #types),*); }
            }
            2 => {
                let variants = self.some(6, Self::variant);
                quote! { #attributes #visibility enum #name { #(#variants),* } }
            }
            3 | 4 => {
                let (of, members) = (self.path(), self.some(4, Self::member));
                quote! { #attributes impl<'a> #of<#ty> for #name<'a> { #(#members)* } }
            }
            5 => {
                let members = self.some(3, Self::member);
                quote! { #attributes impl #name<#ty> { #(#members)* } }
            }
            6 => {
                let value = self.expression();
                quote! { #attributes #visibility const #name: #ty = #value; }
            }
            7 => quote! { #attributes #visibility type #name = #ty; },
            8 => {
                let names = self.some(8, Self::name);
                let (path, inner) = (self.name(), self.name());
                quote! { #visibility use #path::#inner::{#(#names),*}; }
            }
            _ => {
                let member = self.member();
                quote! { #attributes #member }
            }
        }
    }

    fn member(&mut self) -> TokenStream {
        let (name, visibility) = (self.name(), self.visibility());
        let (arguments, body) = (self.some(4, Self::argument), self.statements());
        let attributes = self.attributes();
        let receiver = self.either(quote!(&self,), quote!(mut self,));
        let result = match self.random.bool() {
            true => {
                let ty = self.ty();
                quote!(-> #ty)
            }
            false => quote!(),
        };
        match self.random.u8(0..3) {
            0 => {
                quote! { #attributes #visibility async fn #name(#receiver #(#arguments),*) #result { #body } }
            }
            _ => quote! { #attributes #visibility fn #name(#(#arguments),*) #result { #body } },
        }
    }

    fn attributes(&mut self) -> TokenStream {
        let name = self.name();
        match self.random.u8(0..8) {
            0 => quote! { #[doc = " Text."] },
            1 => quote! { #[derive(Debug, #name)] },
            2 if self.wild => quote! { #[allow(#name, #name, reason = "it is so")] },
            3 => quote! { #[#name] },
            _ => quote!(),
        }
    }

    fn visibility(&mut self) -> TokenStream {
        match self.random.u8(0..5) {
            0 => quote!(pub),
            1 => quote!(pub(crate)),
            2 => quote!(pub(in crate::inner)),
            _ => quote!(),
        }
    }

    fn field(&mut self) -> TokenStream {
        let (attributes, name, ty) = (self.attributes(), self.name(), self.ty());
        let visibility = self.visibility();
        quote! { #attributes #visibility #name: #ty }
    }

    fn argument(&mut self) -> TokenStream {
        let (pattern, ty) = (self.irrefutable(), self.ty());
        quote! { #pattern: #ty }
    }

    fn variant(&mut self) -> TokenStream {
        let (attributes, name) = (self.attributes(), self.name());
        let types = self.some(2, Self::ty);
        match types.is_empty() {
            true => quote! { #attributes #name },
            false => quote! { #attributes #name(#(#types),*) },
        }
    }

    pub fn ty(&mut self) -> TokenStream {
        if !self.goes_deeper() {
            let name = self.name();
            return quote!(#name);
        }
        let (path, one) = (self.path(), self.ty());
        let ty = match self.kind(12, 3) {
            0 => quote!(&#path<#one>),
            1 => quote!(&'a mut #path<#one>),
            2 => quote!([#one]),
            4 => {
                let types = self.some(4, Self::ty);
                quote!((#(#types),*))
            }
            5 => quote!(impl #path<#one> + 'static),
            6 => quote!(Box<dyn #path<Output = #one> + Send>),
            7 => quote!(<#one as #path>::Output),
            12 => quote!(fn(#one) -> #path),
            13 => quote!(impl Fn(#one) -> #path<#one>),
            14 => quote!([#one; 2]),
            _ => {
                let types = self.some(3, Self::ty);
                quote!(#path<#one #(, #types)*>)
            }
        };
        self.depth += 1;
        ty
    }

    fn statements(&mut self) -> TokenStream {
        let statements = self.some(4, Self::statement);
        let value = match self.random.bool() {
            true => self.expression(),
            false => quote!(),
        };
        quote! { #(#statements)* #value }
    }

    fn statement(&mut self) -> TokenStream {
        let value = self.expression();
        match self.random.u8(0..9) {
            0 | 1 => {
                let pattern = self.irrefutable();
                quote! { let #pattern = #value; }
            }
            2 => {
                let (pattern, ty) = (self.irrefutable(), self.ty());
                quote! { let #pattern: #ty = #value; }
            }
            3 => {
                let (pattern, body) = (self.pattern(), self.statements());
                quote! { let Some(#pattern) = (#value) else { #body }; }
            }
            4 => {
                let (pattern, body) = (self.irrefutable(), self.statements());
                quote! { for #pattern in (#value) { #body } }
            }
            5 => quote! { return #value; },
            6 => {
                let place = self.path();
                let mark = self.either(quote!(=), quote!(+=));
                quote! { #place #mark #value; }
            }
            _ => quote! { (#value); },
        }
    }

    pub fn expression(&mut self) -> TokenStream {
        if !self.goes_deeper() {
            return self.atom();
        }
        let (one, other) = (self.operand(), self.operand());
        let made = match self.kind(20, 3) {
            0 | 1 => self.chain(),
            2 => {
                let mark = self.operator();
                quote!(#one #mark #other)
            }
            18 => quote!(return #one),
            22 => quote!(#one << #other | #one),
            3 => {
                let (mark, next, last) = (self.operator(), self.operator(), self.operand());
                quote!(#one #mark #other #next #last)
            }
            4 => quote!(&mut #one),
            5 => self.either(quote!(!#one), quote!(-#one)),
            6 => {
                let (inputs, value) = (self.some(3, Self::irrefutable), self.expression());
                let movement = self.either(quote!(move), quote!());
                quote!(#movement |#(#inputs),*| #value)
            }
            7 => {
                let (path, fields) = (self.path(), self.some(5, Self::value));
                let rest = self.either(quote!(..Default::default()), quote!());
                quote!(#path { #(#fields,)* #rest })
            }
            8 | 9 => {
                let arms = self.some(4, Self::arm);
                quote!(match (#one) { #(#arms)* })
            }
            10 | 11 => self.branches(),
            12 => {
                let values = self.some(5, Self::expression);
                quote!([#(#values),*])
            }
            13 => {
                let values = self.some(4, Self::expression);
                quote!((#(#values,)*))
            }
            14 => {
                let body = self.statements();
                quote!({ #body })
            }
            15 => self.either(quote!(#one..#other), quote!(..=#other)),
            16 => {
                let ty = self.ty();
                quote!(<#ty as Trait>::new(#other))
            }
            20 => {
                let ty = self.ty();
                self.either(quote!(#one as #ty), quote!(<#ty>::new(#other)))
            }
            17 => {
                let name = self.name();
                self.either(quote!(#name!()), quote!(#name!(#name)))
            }
            21 => {
                let body = self.statements();
                self.either(quote!(async move { #body }), quote!(loop { #body }))
            }
            19 => {
                let numbers = self.some(30, |maker| Literal::u16_unsuffixed(maker.random.u16(..)));
                quote!([#(#numbers),*])
            }
            _ => {
                let (path, arguments) = (self.path(), self.some(4, Self::expression));
                quote!(#path(#(#arguments),*))
            }
        };
        self.depth += 1;
        made
    }

    fn branches(&mut self) -> TokenStream {
        let (value, body, other) = (self.operand(), self.statements(), self.statements());
        let condition = match self.random.u8(0..3) {
            0 => quote!((#value)),
            1 => {
                let (pattern, next) = (self.pattern(), self.operand());
                quote!(let Some(#pattern) = (#value) && (#next))
            }
            _ => {
                let pattern = self.pattern();
                quote!(let Some(#pattern) = (#value))
            }
        };
        match self.random.u8(0..3) {
            0 => quote!(if #condition { #body }),
            1 => quote!(if #condition { #body } else { #other }),
            _ => quote!(if #condition { #body } else if (#value) { #body } else { #other }),
        }
    }

    fn arm(&mut self) -> TokenStream {
        let (pattern, value) = (self.pattern(), self.expression());
        match self.random.u8(0..4) {
            0 => {
                let guard = self.operand();
                quote!(#pattern if (#guard) => (#value),)
            }
            1 => quote!(#pattern => { #value }),
            2 => quote!(#pattern => {}),
            _ => quote!(#pattern => #value,),
        }
    }

    /// An expression that may stand beside any operator.
    fn operand(&mut self) -> TokenStream {
        match self.random.u8(0..4) {
            0 if self.depth > 0 => {
                let inner = self.expression();
                quote!((#inner))
            }
            1 if self.depth > 0 => self.chain(),
            _ => self.atom(),
        }
    }

    fn chain(&mut self) -> TokenStream {
        let mut chain = match self.random.u8(0..3) {
            0 => quote!(self),
            _ => self.path(),
        };
        for _ in 0..self.random.usize(1..5) {
            let name = self.name();
            chain = match self.random.u8(0..9) {
                0 => quote!(#chain.#name),
                1 => quote!(#chain?),
                2 => quote!(#chain.await),
                3 => {
                    let at = self.atom();
                    quote!(#chain[#at])
                }
                4 => quote!(#chain.0),
                5 => {
                    let (ty, argument) = (self.ty(), self.atom());
                    quote!(#chain.#name::<#ty>(#argument))
                }
                _ => {
                    let arguments = self.few(3, Self::expression);
                    quote!(#chain.#name(#(#arguments),*))
                }
            };
        }
        chain
    }

    fn atom(&mut self) -> TokenStream {
        let name = self.name();
        match self.random.u8(0..10) {
            0 => quote!(true),
            1 => quote!(1.5),
            2 => {
                let text = name.to_string();
                quote!(#text)
            }
            3 => quote!('c'),
            4 => quote!(b"bytes"),
            5 => quote!(0x1f_u8),
            6 => self.path(),
            _ => quote!(#name),
        }
    }

    fn value(&mut self) -> TokenStream {
        let (name, value) = (self.name(), self.expression());
        self.either(quote!(#name: #value), quote!(#name))
    }

    fn irrefutable(&mut self) -> TokenStream {
        let (name, other) = (self.name(), self.name());
        match self.random.u8(0..6) {
            0 => quote!(mut #name),
            1 => quote!((#name, _)),
            2 => quote!(Self { #name, #other: (#name, ..) }),
            4 if self.wild => quote!(Self { #name, .. }),
            3 => quote!(&#name),
            _ => quote!(#name),
        }
    }

    fn pattern(&mut self) -> TokenStream {
        if !self.goes_deeper() {
            let name = self.name();
            return quote!(#name);
        }
        let (path, inner) = (self.path(), self.pattern());
        let made = match self.kind(10, 2) {
            0 => quote!(_),
            1 => quote!("text"),
            2 => quote!(1..=9),
            3 => quote!(#path(..)),
            4 => quote!(#path { #inner }),
            10 => quote!(#path { #inner, .. }),
            5 => quote!(#inner | #path),
            11 => quote!([#inner, rest @ ..]),
            7 => quote!(1 | 2 | 3),
            8 => quote!(Some(#inner)),
            _ => {
                let patterns = self.some(3, Self::pattern);
                quote!(#path(#(#patterns),*))
            }
        };
        self.depth += 1;
        // An alternative within braces has to be a field's.
        let is_field = syn::parse2::<Ident>(inner).is_ok();
        match made.to_string().contains("{") && !is_field {
            true => quote!(_),
            false => made,
        }
    }

    fn operator(&mut self) -> TokenStream {
        match self.random.u8(0..6) {
            0 => quote!(&&),
            1 => quote!(||),
            2 => quote!(+),
            3 => quote!(*),
            4 => quote!(-),
            _ => quote!(/),
        }
    }

    fn path(&mut self) -> TokenStream {
        let (name, other) = (self.name(), self.name());
        match self.random.u8(0..5) {
            0 => quote!(Self::#name),
            1 => quote!(::#other::#name),
            2 => quote!(#other::#name),
            _ => quote!(#name),
        }
    }

    /// A name of 1 to 120 characters.
    pub fn name(&mut self) -> Ident {
        let most = *self.random.choice(&[2, 6, 15, 40, 120]).unwrap_or(&6);
        let length = self.random.usize(1..=most);
        let name: String = (0..length)
            .map(|index| match index % 9 == 8 {
                true => '_',
                false => self.random.lowercase(),
            })
            .collect();
        match syn::parse_str::<Ident>(&name) {
            Ok(name) => name,
            Err(_) => format_ident!("r_{name}", span = Span::call_site()),
        }
    }

    /// One of so many kinds of construct, or of those that generated code does without.
    fn kind(&mut self, known: u8, wild: u8) -> u8 {
        let most = known + if self.wild { wild } else { 0 };
        self.random.u8(0..most)
    }

    fn goes_deeper(&mut self) -> bool {
        let goes = self.depth > 0 && self.random.u8(0..8) > 0;
        if goes {
            self.depth -= 1;
        }
        goes
    }

    fn either(&mut self, one: TokenStream, other: TokenStream) -> TokenStream {
        match self.random.bool() {
            true => one,
            false => other,
        }
    }

    /// None to so many.
    fn some<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let number = self.random.usize(0..=most);
        (0..number).map(|_| make(self)).collect()
    }

    /// As [`Self::some`], mostly one.
    fn few<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let number = match self.random.bool() {
            true => 1,
            false => self.random.usize(0..=most),
        };
        (0..number).map(|_| make(self)).collect()
    }
}
