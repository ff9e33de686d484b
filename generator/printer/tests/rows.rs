//! Calls of macros in rows.

use quote::quote;

#[track_caller]
fn assert_laid_out(items: proc_macro2::TokenStream, expected: &str) {
    let text = faircopy_printer::items(items).expect("it is known");
    assert_eq!(text, expected);
    let again = text.parse().expect("it is Rust");
    assert_eq!(
        faircopy_printer::items(again).unwrap(),
        expected,
        "a second time"
    );
}

#[test]
fn a_row_ends_at_the_mark_that_ends_them_all() {
    assert_laid_out(
        quote! {
            runtime::object! {
                #[doc = " A pet."]
                pub Pet<'a> {
                    #[doc = " Its name."]
                    #[deprecated]
                    name: "name", String, required;
                    tag: "tag", Option<Vec<&'a str>>;
                }
            }
        },
        "\
runtime::object! {
    /// A pet.
    pub Pet<'a> {
        /// Its name.
        #[deprecated]
        name: \"name\", String, required;
        tag: \"tag\", Option<Vec<&'a str>>;
    }
}
",
    );
}

#[test]
fn brackets_of_any_kind_hold_rows() {
    assert_laid_out(
        quote! {
            a!(b, c => d(e, f),);
            a![b; c;];
            fn g() -> h {
                a! { b: [1, 2], c { d, } e, }
                let i = a!(b, (c, d,),);
                self.j(a! { b, })?;
                a!(k,)
            }
        },
        "\
a!(
    b,
    c => d(e, f),
);
a![
    b;
    c;
];
fn g() -> h {
    a! {
        b: [1, 2],
        c {
            d,
        }
        e,
    }
    let i = a!(
        b,
        (
            c,
            d,
        ),
    );
    self.j(
        a! {
            b,
        },
    )?;
    a!(
        k,
    )
}
",
    );
}

#[test]
fn tokens_of_a_row_are_spaced_as_in_rust() {
    assert_laid_out(
        quote! {
            a! {
                b: &'a mut dyn C<D = E> + 'static => ::j::K { l: m!(n), .. };
                |f, &g| !f.h::<I>(*g, -1)? + 2;
                impl<T: ?Sized> Fn(T) -> U for [V; 2] where W: X;
                y = y..=z && b'0' != "1" || (2, 3) == () && for<'a> o[1];
                -1, &c, $d, {}, [];
            }
        },
        "\
a! {
    b: &'a mut dyn C<D = E> + 'static => ::j::K { l: m!(n), .. };
    |f, &g| !f.h::<I>(*g, -1)? + 2;
    impl<T: ?Sized> Fn(T) -> U for [V; 2] where W: X;
    y = y..=z && b'0' != \"1\" || (2, 3) == () && for<'a> o[1];
    -1, &c, $d, {}, [];
}
",
    );
}

#[test]
fn a_row_that_is_too_long_wraps() {
    let long = quote!(a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them);
    assert_laid_out(
        quote! {
            a! {
                pub #long { b, }
                b: #long = #long,
                c: Vec<#long, #long>,
                d: e(#long, f) => { #long },
            }
        },
        "\
a! {
    pub a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them {
        b,
    }
    b: a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them
        = a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them,
    c: Vec<
        a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them,
        a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them
    >,
    d: e(a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them, f)
        => { a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them },
}
",
    );
}

#[test]
fn calls_without_a_mark_at_their_end_are_left_to_prettyplease() {
    for items in [
        quote! { a! { b, c } },
        quote! { a!(b, c); },
        quote! { fn d() { a!(b, c) } },
        quote! { a! { b < c, } },
    ] {
        assert!(faircopy_printer::items(items.clone()).is_err(), "{items}");
    }
}
