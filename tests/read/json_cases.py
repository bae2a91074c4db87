"""Lines that must be rejected as JSON, and lines that must be accepted, by the grammar of RFC 8259.

The cases follow the categories of JSONTestSuite (n_: must reject, y_: must accept, i_: left to the implementation), as
lines: what differs only in line breaks is left out, and so are empty and white lines, which are blank here.
"""

_REJECT_ARRAYS = [
    b"[1 true]", b"[a\xe5]", b'["": 1]', b'[""],', b"[,1]", b"[1,,2]", b'["x",,]', b'["x"]]', b'["",]', b'["x"', b"[x",
    b"[3[4]]", b"[\xff]", b"[1:2]", b"[,]", b"[-]", b'[   , ""]', b"[1,]", b"[1,,]", b'["\x0ba"\\f]', b"[*]", b'[""',
    b"[1,", b"[{}", b'["a",', b'["a" "b"]', b"[1;2]", b"[1,2", b"(1)", b"[1)",
]  # fmt: skip
_REJECT_WORDS = [
    b"[fals]", b"[nul]", b"[tru]", b"[True]", b"[None]", b"[NULL]", b"[nullx]", b"[truefalse]", b"nul", b"TRUE",
    b"True", b"undefined", b"[undefined]", b"[ false, nul", b"[ true, fals", b"[ false, tru", b"yes", b"null null",
    b"<null>", b"[<null>]", b"<.>",
]  # fmt: skip
_REJECT_NUMBERS = [
    b"[++1234]", b"[+1]", b"[+Inf]", b"[-01]", b"[-1.0.]", b"[-2.]", b"[-NaN]", b"[.-1]", b"[.2e-3]", b"[0.1.2]",
    b"[0.3e+]", b"[0.3e]", b"[0.e1]", b"[0E+]", b"[0E]", b"[0e+]", b"[0e]", b"[1.0e+]", b"[1.0e-]", b"[1.0e]",
    b"[1 000.0]", b"[1eE2]", b"[2.e+3]", b"[2.e-3]", b"[2.e3]", b"[9.e+]", b"[Inf]", b"[NaN]", "[１]".encode(),
    b"[1+2]", b"[0x1]", b"[0x42]", b"[0b1]", b"[0o7]", b"[1_000]", b"[Infinity]", b"[0e+-1]", b"[-123.123foo]",
    b"[123\xe5]", b"[1e1\xe5]", b"[0\xe5]", b"[-Infinity]", b"[-foo]", b"[- 1]", b"[-012]", b"[-.123]", b"[-1x]",
    b"[1ea]", b"[1e\xe5]", b"[1.]", b"[.123]", b"[1.2a-3]", b"[1.8011670033376514H-308]", b"[012]", b"[--1]", b"NaN",
    b"Infinity", b"-Infinity", b"-", b"+1", b"01", b"1.", b".5", b"1e", b"2@", b"1 2",
]  # fmt: skip
_REJECT_OBJECTS = [
    b'["x", truth]', b'{[: "x"}', b'{"x", null}', b'{"x"::"b"}', "{\U0001f1e8\U0001f1ed}".encode(), b'{"a":"a" 123}',
    b"{key: 'value'}", b'{"\xb9":"0",}', b'{"a" b}', b'{:"b"}', b'{"a" "b"}', b'{"a":', b'{"a"', b"{1:1}",
    b"{9999E9999:1}", b"{null:null,null:null}", b'{"id":0,,,,,}', b"{'a':0}", b'{"id":0,}', b'{"a":"b"}/**/',
    b'{"a":"b"}/**//', b'{"a":"b"}//', b'{"a":"b"}/', b'{"a":"b",,"c":"d"}', b'{a: "b"}', b'{"a":"a', b'{"a":}',
    b'{ "foo" : "bar", "a" }', b'{"a":"b"}#', b'{"a":"b"}#{}', b"{true:1}", b'{"a"=1}', b'{"a":1;"b":2}', b"{,}",
    b'{,"a":1}', b'{"a":1 "b":2}', b'{"a":1}}', b'{"a":1}]', b'{"a":1',
]  # fmt: skip
_REJECT_STRINGS = [
    b'["\\uD800\\"]', b'["\\uD800\\u"]', b'["\\uD800\\u1"]', b'["\\uD800\\u1x"]', "[é]".encode(), b'["\\x00"]',
    b'["\\\\\\"]', b'["\\\t"]', '["\\\U0001f300"]'.encode(), b'["\\"]', b'["\\u00A"]', b'["\\uD834\\uDd"]',
    b'["\\uD800\\uD800\\x"]', b'["\\u\xe5"]', b'["\\a"]', b'["\\uqqqq"]', b'["\\\xe5"]', b'[\\u0020"asd"]', b"[\\n]",
    b'"', b"['single quote']", b"abc", b'["\\', b'["a\x00a"]', b'["a\x1fa"]', b'["\t"]', b'"\\UA66D"', b'""x', b"'a'",
    b'["a\x08"]', b'["a\x0c"]', b'["a\r"]', b'["\\u 123"]', b'["\\u{41}"]', b'["\\0"]', b"`a`", b'"a" "b"', b'["\\e"]',
]  # fmt: skip
_REJECT_STRUCTURES = [
    b"[" * 100_000, b'[{"":' * 50_000, b"[1]x", b"[1]]", b'["asd]', "aå".encode(), b"1]", b'{"x": true,', b"[][]",
    b"]", b"}", b"\xef\xbb{}", b"\xe5", b"[", b"[\x00]", b"\x00", b"{}}", b'{"":', b'{"a":/*comment*/"b"}',
    b'{"a": true} "x"', b"['", b"[,", b'["a', b'["a"', b"{", b"{]", b"{,", b"{[", b'{"a', b"{'a'",
    b'["\\{["\\{["\\{["\\{', b"\xe9", b"*", b'[\\u000A""]', b"[1", b'{"asd":"asd"', "å".encode(), "[\u2060]".encode(),
    b"[\x0c]", b"{}{}", b"{} {}", b"{},{}", b"[]{}", b"// comment", b"# comment", b"/* */ {}", b"{} // x", b";", b",",
    b":", b"\x1e{}", b"\xc2\xa0{}", "\u2028{}".encode(), "\u3000{}".encode(), b"\x00\x00{}", b")]}',", b"<html>",
    b"--- ", b"=======", b"\x7f", b"\x1b[31m{}\x1b[0m", b"{}\x00", b'{}\\', b'{"a":1}\xff',
]  # fmt: skip

MUST_REJECT = [
    *_REJECT_ARRAYS,
    *_REJECT_WORDS,
    *_REJECT_NUMBERS,
    *_REJECT_OBJECTS,
    *_REJECT_STRINGS,
    *_REJECT_STRUCTURES,
]

REJECTED_BY_CHOICE = [
    # Left open by the RFC; each would give text or a number that cannot be written again.
    b"[1e400]", b"[-1e9999]", b"[123123e100000]", b"[1.5e+9999]", b"[1" + b"0" * 400 + b"]",
    b'["\\uD800"]', b'["\\uDADA"]', b'["\\uD888\\u1234"]', b'["\\uDd1ea"]', b'["\\uD800abc"]', b'["\\ud800\\n"]',
    b'["\\uDd1e\\uD834"]', b'["\\uDFAA"]', b'{"\\uDFAA":0}', b'["\\uD800\\uD800"]',
    b'["\xff"]', b'["\x81"]', b'["\xe9"]', b'["\xc0\xaf"]', b'["\xe0\xff"]', b'["\xed\xa0\x80"]',
    b'["\xf4\xbf\xbf\xbf"]',
    b'["\xfc\x80\x80\x80\x80\x80"]', b'["\xe6\x97\xa5\xd1\x88\xfa"]', b'{"\xff":1}',
    b"[" * 1025 + b"]" * 1025, b'{"a":' * 1025 + b"1" + b"}" * 1025,
]  # fmt: skip

_ACCEPT_ARRAYS = [
    b"[[]   ]", b'[""]', b"[]", b'["a"]', b"[false]", b'[null, 1, "1", {}]', b"[null]", b"[1\r]", b" [1]",
    b"[1,null,null,null,2]", b"[2] ", b"[[[]]]", b"[" * 500 + b"]" * 500, b"[[],{},[]]",
]  # fmt: skip
_ACCEPT_NUMBERS = [
    b"[123e65]", b"[0e+1]", b"[0e1]", b"[ 4]", b"[-0.000000000000000000000000000000000000000000000000000000000001]",
    b"[20e1]", b"[-0]", b"[-123]", b"[-1]", b"[1E22]", b"[1E-2]", b"[1E+2]", b"[123e45]", b"[123.456e78]", b"[1e-2]",
    b"[1e+2]", b"[123]", b"[123.456789]", b"[-0.0]", b"[1e-400]", b"[18446744073709551615]", b"[18446744073709551616]",
    b"[-9223372036854775809]", b"[123456789012345678901234567890]", b"[1" + b"0" * 300 + b"]", b"[0.1]",
]  # fmt: skip
_ACCEPT_STRINGS = [
    b'["\\u0060\\u012a\\u12AB"]', b'["\\uD801\\udc37"]', b'["\\ud83d\\ude39\\ud83d\\udc8d"]',
    b'["\\"\\\\\\/\\b\\f\\n\\r\\t"]', b'["\\\\u0000"]', b'["\\""]', b'["a/*b*/c/*d//e"]', b'["\\\\a"]', b'["\\\\n"]',
    b'["\\u0012"]', b'["\\uFFFF"]', b'["asd"]', b'[ "asd"]', b'["\\uDBFF\\uDFFF"]', b'["new\\u00A0line"]',
    "[\"\U0010ffff\"]".encode(), "[\"\uffff\"]".encode(), b'["\\u0000"]', b'["\\u002c"]', '["π"]'.encode(),
    "[\"\U0001bfff\"]".encode(), b'["asd "]', b'" "', b'["\\uD834\\uDd1e"]', b'["\\u0821"]', b'["\\u0123"]',
    "[\"\u2028\"]".encode(), "[\"\u2029\"]".encode(), b'["\\u0061\\u30af\\u30EA\\u30b9"]', b'["new\\u000Aline"]',
    b'["\x7f"]', b'["\\uA66D"]', b'["\\u005C"]', '["⍂㈴⍂"]'.encode(), b'["\\u0022"]', b'["\\uD83F\\uDFFE"]',
    b'["\\u200B"]', b'["\\u2064"]', b'["\\uFDD0"]', b'["\\uFFFE"]', '["€\U0001d11e"]'.encode(), b'["a\x7fa"]',
    "[\"\ufeff\"]".encode(),
]  # fmt: skip
_ACCEPT_SCALARS = [
    b"false",
    b"42",
    b"-0.1",
    b"null",
    b'"asd"',
    b"true",
    b'""',
    b" 1 ",
    b"\t0\t",
    b"1e5",
    b'"{}"',
    b'"{"',
]
ACCEPTED_OBJECTS = [
    b'{"asd":"sdf", "dfg":"fgh"}', b'{"asd":"sdf"}', b'{"a":"b","a":"c"}', b'{"a":"b","a":"b"}', b"{}", b'{"":0}',
    b'{"foo\\u0000bar": 42}', b'{ "min": -1.0e+28, "max": 1.0e+28 }', b'{"a":[]}', b'{"x":[{"id": "x"}], "id": "x"}',
    '{"title":"Полтора Землекопа" }'.encode(), b'{ "a": "b" }\r', b'{"a":{"b":{"c":{}}}}', b" {} ", b"{}\t",
    '{"\U0001f600":1}'.encode(), b'{"\\u007b":"}"}', b'{"":""}', b'{"a":' * 500 + b"1" + b"}" * 500,
]  # fmt: skip

ACCEPTED_OTHERS = [*_ACCEPT_ARRAYS, *_ACCEPT_NUMBERS, *_ACCEPT_STRINGS, *_ACCEPT_SCALARS]
