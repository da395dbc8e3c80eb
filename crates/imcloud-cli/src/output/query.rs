//! `--query`: jq over the complete result of a command.
//!
//! jaq keeps the digits of decimals, but calculates in double precision. Money must be added up exactly, so
//! the arithmetic operators of the query and of the standard library are replaced by functions on decimals
//! before it is compiled. Decimals with more than 17 digits are still compared in double precision.

use std::{iter, rc::Rc};

use imcloud::{Decimal, rust_decimal::Decimal as Number};
use jaq_core::{
    Compiler, Ctx, DataT, Filter, Vars,
    data::JustLut,
    load::{
        Arena, File, Lexer, Loader, Parser,
        lex::StrPart,
        parse::{BinaryOp, Def, Pattern, Term},
    },
    native::{Fun, bome, run, v},
    ops::Math,
    path::Part,
};
use jaq_json::{Num, Val, read::parse_single};

use crate::{
    failure::{Context as _, Failure, Result},
    json::Json,
};

const LANGUAGE: &str = "See https://jqlang.org/manual for the language.";

const MAIN: &str = "imcloud__query";

/// A variable for `+=` and the like. No query can refer to it.
const OPERAND: &str = "$the operand";

const EXCERPT: usize = 300;

#[derive(Clone)]
pub(crate) struct Query {
    text: Rc<str>,
    filter: Rc<Filter<JustLut<Val>>>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let invalid = |problem: String| {
            Failure::usage(format!("invalid query {text:?}: {problem}"))
                .hint(format!("--query takes jq. {LANGUAGE}"))
        };
        let position = |rest: &str| text.len().saturating_sub(rest.len()) + 1;
        let tokens = Lexer::new(text).lex().map_err(|errors| {
            let problem = errors.first().map(|(expected, rest)| {
                format!("expected {} at character {}", expected.as_str(), position(rest))
            });
            invalid(problem.unwrap_or_default())
        })?;
        let body = Parser::new(&tokens).parse(|parser| parser.term()).map_err(|errors| {
            let problem = errors.first().map(|(expected, found)| match found {
                Some(token) => format!("expected {}, found {:?}", expected.as_str(), token.as_str()),
                None => format!("expected {} at the end", expected.as_str()),
            });
            invalid(problem.unwrap_or_default())
        })?;
        let query = Def { name: MAIN, args: Vec::new(), body };
        let standard: Vec<Def> = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs()).collect();
        let mut definitions: Vec<Def<&str>> = standard;
        definitions.push(query);
        definitions.iter_mut().for_each(|definition| calculate_exactly(&mut definition.body));
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs()).chain(arithmetic());
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code: MAIN, path: () })
            .map_err(|_| invalid("it could not be loaded".to_owned()))?;
        let filter = Compiler::default().with_funs(functions).compile(modules).map_err(|errors| {
            let (name, undefined) = match errors.first().and_then(|(_, errors)| errors.first()) {
                Some((name, undefined)) => (*name, undefined.as_str()),
                None => ("", "name"),
            };
            invalid(format!("undefined {undefined} {name:?}"))
        })?;
        Ok(Self { text: text.into(), filter: Rc::new(filter) })
    }

    pub(crate) fn apply(&self, value: &Json) -> Result<Vec<Json>> {
        let context = Ctx::<JustLut<Val>>::new(&self.filter.lut, Vars::new([]));
        let value = parse_single(value.to_string().as_bytes()).context("could not query the data")?;
        let outputs = self.filter.id.run((context, value));
        let mut values = Vec::new();
        for output in outputs {
            match output.map_err(|exception| exception.get_err().ok()) {
                Ok(output) => values.push(json(&output)),
                Err(error) => {
                    let problem = error.map_or_else(|| "it halted".to_owned(), |error| error.to_string());
                    let excerpt: String = problem.chars().take(EXCERPT).collect();
                    let more = if excerpt.len() < problem.len() { "…" } else { "" };
                    return Err(Failure::usage(format!("query {:?} failed: {excerpt}{more}", self.text))
                        .hint(format!("See the data with --output json. {LANGUAGE}")));
                }
            }
        }
        Ok(values)
    }
}

fn parts<'t, 'q>(term: &'t mut Term<&'q str>) -> Vec<&'t mut Term<&'q str>> {
    match term {
        Term::BinOp(left, _, right) => vec![left, right],
        Term::Arr(Some(term)) | Term::Neg(term) | Term::Label(_, term) => vec![term],
        Term::Obj(entries) => {
            entries.iter_mut().flat_map(|(key, value)| iter::once(key).chain(value)).collect()
        }
        Term::Str(_, parts) => {
            let terms = parts.iter_mut().filter_map(|part| match part {
                StrPart::Term(term) => Some(term),
                _ => None,
            });
            terms.collect()
        }
        Term::Fold(_, source, _, terms) => iter::once(&mut **source).chain(terms).collect(),
        Term::TryCatch(term, caught) => iter::once(&mut **term).chain(caught.as_deref_mut()).collect(),
        Term::IfThenElse(branches, otherwise) => {
            let branches = branches.iter_mut().flat_map(|(condition, then)| [condition, then]);
            branches.chain(otherwise.as_deref_mut()).collect()
        }
        Term::Def(definitions, term) => {
            let bodies = definitions.iter_mut().map(|definition| &mut definition.body);
            bodies.chain(iter::once(&mut **term)).collect()
        }
        Term::Call(_, arguments) => arguments.iter_mut().collect(),
        Term::Path(term, path) => {
            let of_part = |(part, _): &'t mut (Part<Term<&'q str>>, _)| match part {
                Part::Index(index) => vec![index],
                Part::Range(from, to) => from.iter_mut().chain(to).collect(),
            };
            iter::once(&mut **term).chain(path.0.iter_mut().flat_map(of_part)).collect()
        }
        _ => Vec::new(),
    }
}

/// Replaces arithmetic operators by calls of the functions in [`arithmetic`].
fn calculate_exactly(term: &mut Term<&str>) {
    parts(term).into_iter().for_each(calculate_exactly);
    let Term::BinOp(left, BinaryOp::Math(operator) | BinaryOp::UpdateMath(operator), right) = term else {
        return;
    };
    let Some(name) = function(*operator) else { return };
    let [left, right] = [left, right].map(|side| std::mem::take(&mut **side));
    // jq varies the left operand first.
    *term = match term {
        Term::BinOp(_, BinaryOp::Math(_), _) => Term::Call(name, vec![right, left]),
        _ => {
            let update = Term::Call(name, vec![Term::Var(OPERAND), Term::Id]);
            let update = Term::BinOp(Box::new(left), BinaryOp::Update, Box::new(update));
            Term::BinOp(Box::new(right), BinaryOp::Pipe(Some(Pattern::Var(OPERAND))), Box::new(update))
        }
    };
}

fn function(operator: Math) -> Option<&'static str> {
    Some(match operator {
        Math::Add => "exact sum",
        Math::Sub => "exact difference",
        Math::Mul => "exact product",
        Math::Div => "exact quotient",
        Math::Rem => return None,
    })
}

/// Returns the functions that replace operators. Their arguments are the right and the left operand.
fn arithmetic<D: for<'a> DataT<V<'a> = Val>>() -> impl Iterator<Item = Fun<D>> {
    macro_rules! filter {
        ($operator:ident) => {
            function(Math::$operator).map(|name| {
                run::<D>((name, v(2), |mut arguments| {
                    let (left, right) = (arguments.0.pop_var(), arguments.0.pop_var());
                    bome(match calculate(&left, Math::$operator, &right) {
                        Some(exact) => Ok(exact),
                        None => Math::$operator.run(left, right),
                    })
                }))
            })
        };
    }
    [filter!(Add), filter!(Sub), filter!(Mul), filter!(Div)].into_iter().flatten()
}

/// Returns the result for decimals, or `None` for other values and results that a decimal cannot hold.
fn calculate(left: &Val, operator: Math, right: &Val) -> Option<Val> {
    let number = |value: &Val| match value {
        Val::Num(Num::Int(integer)) => Some(Number::from(*integer as i64)),
        Val::Num(number @ (Num::Dec(_) | Num::BigInt(_))) => {
            number.to_string().parse::<Decimal>().and_then(|decimal| decimal.to_decimal()).ok()
        }
        _ => None,
    };
    let (left, right) = (number(left)?, number(right)?);
    let result = match operator {
        Math::Add => left.checked_add(right),
        Math::Sub => left.checked_sub(right),
        Math::Mul => left.checked_mul(right),
        Math::Div => left.checked_div(right).map(|quotient| quotient.normalize()),
        Math::Rem => None,
    }?;
    let integer = (result.scale() == 0).then(|| isize::try_from(result).ok()).flatten();
    Some(Val::Num(integer.map_or_else(|| Num::Dec(result.to_string().into()), Num::Int)))
}

fn json(value: &Val) -> Json {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match value {
        Val::Null => Json::Null,
        Val::Bool(value) => Json::Bool(*value),
        // Like jq, which writes null for the result of 0 / 0.
        Val::Num(number) => Json::number(&number.to_string()).unwrap_or(Json::Null),
        Val::BStr(bytes) | Val::TStr(bytes) => Json::String(text(bytes)),
        Val::Arr(elements) => Json::Array(elements.iter().map(json).collect()),
        Val::Obj(entries) => {
            let name = |key: &Val| match key {
                Val::BStr(bytes) | Val::TStr(bytes) => text(bytes),
                other => other.to_string(),
            };
            Json::Object(entries.iter().map(|(key, value)| (name(key), json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    fn outputs(query: &str, data: &str) -> String {
        let outputs = Query::parse(query).unwrap().apply(&read(data).unwrap()).unwrap();
        outputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn selected_numbers_keep_their_digits() {
        let data = r#"[{"a": 0.10, "b": [12345678901234567.89]}, {"a": 0.1, "b": [1e400]}]"#;
        for (query, expected) in [
            (".[].a", "0.10 0.1"),
            ("[.[].b[]]", "[12345678901234567.89,1e400]"),
            (".[] | select(.a > 0.05) | {x: .b[0]}", r#"{"x":12345678901234567.89} {"x":1e400}"#),
            ("max_by(.b[0]).b[0]", "1e400"),
            ("reverse | map(.a)", "[0.1,0.10]"),
            ("length", "2"),
            (".[5]", "null"),
            ("empty", ""),
        ] {
            assert_eq!(outputs(query, data), expected, "{query}");
        }
    }

    #[test]
    fn sums_are_exact() {
        let data = r#"[{"n": 3, "p": 0.10}, {"n": 7, "p": 0.20}, {"n": 1, "p": 12345678901234567.89}]"#;
        for (query, expected) in [
            ("map(.p) | add", "12345678901234568.19"),
            ("add(.[].n)", "11"),
            (".[0].p + .[1].p", "0.30"),
            (".[0].n * .[0].p", "0.30"),
            (".[0].p - .[1].p", "-0.10"),
            (".[0].p += .[1].p | .[0].p", "0.30"),
            (".[0].n / .[1].p", "15"),
            ("[.[].n] | add / length", "3.6666666666666666666666666667"),
            ("reduce .[] as $row (0; . + $row.n * $row.p)", "12345678901234569.59"),
            ("[(1, 2) + (10, 20)]", "[11,12,21,22]"),
            ("9007199254740993 + 0", "9007199254740993"),
            ("0 / 0", "null"),
            (r#""a" + "b", [1] + [2], {a: 1} + {b: 2}"#, r#""ab" [1,2] {"a":1,"b":2}"#),
            (r#""\(.[0].p + 0.05)""#, r#""0.15""#),
            ("def twice(f): f + f; twice(.[0].p)", "0.20"),
        ] {
            assert_eq!(outputs(query, data), expected, "{query}");
        }
    }

    #[test]
    fn invalid_queries_are_explained() {
        for (query, problem) in [
            ("[?status=='active']", "expected"),
            (".[", "expected closing bracket"),
            (". | ", "expected term at the end"),
            ("length(@)", "expected"),
            ("lenght", "undefined filter \"lenght\""),
            ("$x", "undefined variable"),
        ] {
            let error = Query::parse(query).err().unwrap().to_string();
            assert!(error.contains(problem) && error.contains("jq"), "{query}: {error}");
        }
        let query = Query::parse(".[0].name").unwrap();
        assert!(query.apply(&read(r#""x""#).unwrap()).unwrap_err().to_string().contains("cannot index"));
        let halted = Query::parse("halt").unwrap().apply(&Json::Null).unwrap_err().to_string();
        assert!(halted.contains("halted"), "{halted}");
    }
}
