/**
 * HTML made plain: tags taken out, entities replaced. Knows the entities of HTML 4; those of
 * Latin-1 also without their semicolon, as browsers and Python's `html.unescape` read them.
 */

/** `Markup.striptags`: no tags or comments, blanks run together, entities replaced. O(n). */
export function stripTags(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("<", at);
    const isComment = open >= 0 && text.startsWith("<!--", open);
    const close = open < 0 ? -1 : text.indexOf(isComment ? "-->" : ">", open);
    if (open < 0 || close < 0) {
      result += text.slice(at);
      break;
    }
    result += text.slice(at, open);
    at = close + (isComment ? 3 : 1);
  }
  const words = result.split(/\s/).filter((word) => word !== "");
  return unescapeHtml(words.join(" "));
}

/** U+00A0 to U+00FF in order. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg " +
  "plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 " +
  "iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml " +
  "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave " +
  "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil " +
  "egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde " +
  "ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml ";

/** Names with their code points in hexadecimal. */
const OTHERS =
  "OElig 152 oelig 153 Scaron 160 scaron 161 Yuml 178 fnof 192 circ 2c6 tilde 2dc Alpha 391 " +
  "Beta 392 Gamma 393 Delta 394 Epsilon 395 Zeta 396 Eta 397 Theta 398 Iota 399 Kappa 39a " +
  "Lambda 39b Mu 39c Nu 39d Xi 39e Omicron 39f Pi 3a0 Rho 3a1 Sigma 3a3 Tau 3a4 Upsilon 3a5 " +
  "Phi 3a6 Chi 3a7 Psi 3a8 Omega 3a9 alpha 3b1 beta 3b2 gamma 3b3 delta 3b4 epsilon 3b5 " +
  "zeta 3b6 eta 3b7 theta 3b8 iota 3b9 kappa 3ba lambda 3bb mu 3bc nu 3bd xi 3be omicron " +
  "3bf pi 3c0 rho 3c1 sigmaf 3c2 sigma 3c3 tau 3c4 upsilon 3c5 phi 3c6 chi 3c7 psi 3c8 " +
  "omega 3c9 thetasym 3d1 upsih 3d2 piv 3d6 ensp 2002 emsp 2003 thinsp 2009 zwnj 200c zwj " +
  "200d lrm 200e rlm 200f ndash 2013 mdash 2014 lsquo 2018 rsquo 2019 sbquo 201a ldquo 201c " +
  "rdquo 201d bdquo 201e dagger 2020 Dagger 2021 bull 2022 hellip 2026 permil 2030 prime " +
  "2032 Prime 2033 lsaquo 2039 rsaquo 203a oline 203e frasl 2044 euro 20ac image 2111 " +
  "weierp 2118 real 211c trade 2122 alefsym 2135 larr 2190 uarr 2191 rarr 2192 darr 2193 " +
  "harr 2194 crarr 21b5 lArr 21d0 uArr 21d1 rArr 21d2 dArr 21d3 hArr 21d4 forall 2200 part " +
  "2202 exist 2203 empty 2205 nabla 2207 isin 2208 notin 2209 ni 220b prod 220f sum 2211 " +
  "minus 2212 lowast 2217 radic 221a prop 221d infin 221e ang 2220 and 2227 or 2228 cap " +
  "2229 cup 222a int 222b there4 2234 sim 223c cong 2245 asymp 2248 ne 2260 equiv 2261 le " +
  "2264 ge 2265 sub 2282 sup 2283 nsub 2284 sube 2286 supe 2287 oplus 2295 otimes 2297 perp " +
  "22a5 sdot 22c5 lceil 2308 rceil 2309 lfloor 230a rfloor 230b lang 2329 rang 232a loz " +
  "25ca spades 2660 clubs 2663 hearts 2665 diams 2666 ";

function readEntities(): ReadonlyMap<string, string> {
  const entities = new Map([["apos", "'"]]);
  const words = OTHERS.trim().split(" ");
  for (let i = 0; i < words.length; i += 2) {
    entities.set(words[i]!, String.fromCodePoint(Number.parseInt(words[i + 1]!, 16)));
  }
  return entities;
}

function readShort(): ReadonlyMap<string, string> {
  const entities = new Map([
    ["amp", "&"],
    ["lt", "<"],
    ["gt", ">"],
    ["quot", '"'],
    ["AMP", "&"],
    ["LT", "<"],
    ["GT", ">"],
    ["QUOT", '"'],
    ["COPY", "\u00a9"],
    ["REG", "\u00ae"],
  ]);
  LATIN_1.trim()
    .split(" ")
    .forEach((name, index) => {
      entities.set(name, String.fromCodePoint(160 + index));
    });
  return entities;
}

const ENTITIES = readEntities();
/** Those that need no semicolon. */
const SHORT = readShort();
const LONGEST = 8;

/** Python's `html.unescape` for these entities and for numbers. O(n). */
export function unescapeHtml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#\d{1,7};?|#x[0-9a-f]{1,6};?|[a-z][a-z0-9]{0,31};?)/gi, (whole, name) => {
    const bare = name.replace(";", "");
    if (name.startsWith("#")) return characterOf(bare) ?? whole;
    const known = SHORT.get(bare) ?? (name.endsWith(";") ? ENTITIES.get(bare) : undefined);
    if (known !== undefined) return known;
    for (let length = Math.min(LONGEST, bare.length - 1); length > 1; length--) {
      const short = SHORT.get(bare.slice(0, length));
      if (short !== undefined) return short + name.slice(length);
    }
    return whole;
  });
}

function characterOf(name: string): string | undefined {
  const isHex = name[1] === "x" || name[1] === "X";
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return "\ufffd";
  return String.fromCodePoint(code);
}
