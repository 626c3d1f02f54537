/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single commands and characters of TeX's mathematics stand for. */

#include "config.h"

#include "ponder-tex-symbols.h"

#include <stdlib.h>
#include <string.h>

#define ORD PONDER_TEX_ORDINARY, 0
#define BIN PONDER_TEX_BINARY, 0
#define REL PONDER_TEX_RELATION, 0
#define OPN PONDER_TEX_OPENING, 0
#define CLS PONDER_TEX_CLOSING, 0
#define PUN PONDER_TEX_PUNCTUATION, 0
#define INN PONDER_TEX_INNER, 0
#define OPR PONDER_TEX_OPERATOR, 0
#define INT PONDER_TEX_OPERATOR, PONDER_TEX_LARGE
#define SUM PONDER_TEX_OPERATOR, PONDER_TEX_LARGE | PONDER_TEX_LIMITS

/* By name, byte by byte: it is searched in halves. */
static const PonderTexSymbol symbols[] = {
  { "#", 0x23, ORD }, { "$", 0x24, ORD }, { "%", 0x25, ORD }, { "&", 0x26, ORD }, { "AA", 0xc5, ORD },
  { "Alpha", 0x391, ORD }, { "And", 0x26, BIN }, { "Beta", 0x392, ORD }, { "Box", 0x25a1, ORD },
  { "Bumpeq", 0x224e, REL }, { "C", 0x2102, ORD }, { "Cap", 0x22d2, BIN }, { "Chi", 0x3a7, ORD },
  { "Cup", 0x22d3, BIN }, { "Delta", 0x394, ORD }, { "Diamond", 0x25c7, ORD }, { "Downarrow", 0x21d3, REL },
  { "Epsilon", 0x395, ORD }, { "Eta", 0x397, ORD }, { "Finv", 0x2132, ORD }, { "Gamma", 0x393, ORD },
  { "Im", 0x2111, ORD }, { "Iota", 0x399, ORD }, { "Join", 0x22c8, REL }, { "Kappa", 0x39a, ORD },
  { "Lambda", 0x39b, ORD }, { "Leftarrow", 0x21d0, REL }, { "Leftrightarrow", 0x21d4, REL },
  { "Lleftarrow", 0x21da, REL }, { "Longleftarrow", 0x27f8, REL }, { "Longleftrightarrow", 0x27fa, REL },
  { "Longrightarrow", 0x27f9, REL }, { "Lsh", 0x21b0, REL }, { "Mu", 0x39c, ORD }, { "N", 0x2115, ORD },
  { "Nu", 0x39d, ORD }, { "Omega", 0x3a9, ORD }, { "Omicron", 0x39f, ORD }, { "P", 0xb6, ORD },
  { "Phi", 0x3a6, ORD }, { "Pi", 0x3a0, ORD }, { "Psi", 0x3a8, ORD }, { "Q", 0x211a, ORD }, { "R", 0x211d, ORD },
  { "Re", 0x211c, ORD }, { "Rho", 0x3a1, ORD }, { "Rightarrow", 0x21d2, REL }, { "Rrightarrow", 0x21db, REL },
  { "Rsh", 0x21b1, REL }, { "S", 0xa7, ORD }, { "Sigma", 0x3a3, ORD }, { "Tau", 0x3a4, ORD },
  { "Theta", 0x398, ORD }, { "Uparrow", 0x21d1, REL }, { "Updownarrow", 0x21d5, REL }, { "Upsilon", 0x3a5, ORD },
  { "Vdash", 0x22a9, REL }, { "Vert", 0x2016, ORD }, { "Vvdash", 0x22aa, REL }, { "Xi", 0x39e, ORD },
  { "Z", 0x2124, ORD }, { "Zeta", 0x396, ORD }, { "_", 0x5f, ORD }, { "aleph", 0x2135, ORD },
  { "alpha", 0x3b1, ORD }, { "amalg", 0x2a3f, BIN }, { "angle", 0x2220, ORD }, { "approx", 0x2248, REL },
  { "approxeq", 0x224a, REL }, { "ast", 0x2217, BIN }, { "asymp", 0x224d, REL }, { "backprime", 0x2035, ORD },
  { "backsim", 0x223d, REL }, { "backslash", 0x5c, ORD }, { "barwedge", 0x22bc, BIN }, { "because", 0x2235, REL },
  { "beta", 0x3b2, ORD }, { "beth", 0x2136, ORD }, { "between", 0x226c, REL }, { "bigcap", 0x22c2, SUM },
  { "bigcirc", 0x25ef, ORD }, { "bigcup", 0x22c3, SUM }, { "bigodot", 0x2a00, SUM }, { "bigoplus", 0x2a01, SUM },
  { "bigotimes", 0x2a02, SUM }, { "bigsqcup", 0x2a06, SUM }, { "bigstar", 0x2605, ORD },
  { "bigtriangledown", 0x25bd, BIN }, { "bigtriangleup", 0x25b3, BIN }, { "biguplus", 0x2a04, SUM },
  { "bigvee", 0x22c1, SUM }, { "bigwedge", 0x22c0, SUM }, { "blacklozenge", 0x29eb, ORD },
  { "blacksquare", 0x25a0, ORD }, { "blacktriangle", 0x25b4, ORD }, { "blacktriangledown", 0x25be, ORD },
  { "bot", 0x22a5, ORD }, { "bowtie", 0x22c8, REL }, { "boxdot", 0x22a1, BIN }, { "boxminus", 0x229f, BIN },
  { "boxplus", 0x229e, BIN }, { "boxtimes", 0x22a0, BIN }, { "bullet", 0x2219, BIN }, { "bumpeq", 0x224f, REL },
  { "cap", 0x2229, BIN }, { "cdot", 0x22c5, BIN }, { "cdotp", 0x22c5, PUN }, { "cdots", 0x22ef, INN },
  { "centerdot", 0x22c5, BIN }, { "checkmark", 0x2713, ORD }, { "chi", 0x3c7, ORD }, { "circ", 0x2218, BIN },
  { "circeq", 0x2257, REL }, { "circlearrowleft", 0x21ba, REL }, { "circlearrowright", 0x21bb, REL },
  { "circledast", 0x229b, BIN }, { "circledcirc", 0x229a, BIN }, { "circleddash", 0x229d, BIN },
  { "clubsuit", 0x2663, ORD }, { "colon", 0x3a, PUN }, { "coloneq", 0x2254, REL }, { "coloneqq", 0x2254, REL },
  { "complement", 0x2201, ORD }, { "cong", 0x2245, REL }, { "coprod", 0x2210, SUM }, { "copyright", 0xa9, ORD },
  { "cup", 0x222a, BIN }, { "curlyvee", 0x22ce, BIN }, { "curlywedge", 0x22cf, BIN },
  { "curvearrowleft", 0x21b6, REL }, { "curvearrowright", 0x21b7, REL }, { "dag", 0x2020, ORD },
  { "dagger", 0x2020, BIN }, { "daleth", 0x2138, ORD }, { "dashleftarrow", 0x21e0, REL },
  { "dashrightarrow", 0x21e2, REL }, { "dashv", 0x22a3, REL }, { "ddag", 0x2021, ORD }, { "ddagger", 0x2021, BIN },
  { "ddots", 0x22f1, INN }, { "degree", 0xb0, ORD }, { "delta", 0x3b4, ORD }, { "diamond", 0x22c4, BIN },
  { "diamondsuit", 0x2662, ORD }, { "digamma", 0x3dd, ORD }, { "div", 0xf7, BIN },
  { "divideontimes", 0x22c7, BIN }, { "doteq", 0x2250, REL }, { "doteqdot", 0x2251, REL },
  { "dotplus", 0x2214, BIN }, { "dots", 0x2026, INN }, { "dotsb", 0x22ef, INN }, { "dotsc", 0x2026, INN },
  { "dotsi", 0x22ef, INN }, { "dotsm", 0x22ef, INN }, { "dotso", 0x2026, INN }, { "downarrow", 0x2193, REL },
  { "downdownarrows", 0x21ca, REL }, { "ell", 0x2113, ORD }, { "empty", 0x2205, ORD }, { "emptyset", 0x2205, ORD },
  { "epsilon", 0x3f5, ORD }, { "eqqcolon", 0x2255, REL }, { "equiv", 0x2261, REL }, { "eta", 0x3b7, ORD },
  { "eth", 0xf0, ORD }, { "exists", 0x2203, ORD }, { "fallingdotseq", 0x2252, REL }, { "flat", 0x266d, ORD },
  { "forall", 0x2200, ORD }, { "frown", 0x2322, REL }, { "gamma", 0x3b3, ORD }, { "ge", 0x2265, REL },
  { "geq", 0x2265, REL }, { "geqq", 0x2267, REL }, { "geqslant", 0x2a7e, REL }, { "gets", 0x2190, REL },
  { "gg", 0x226b, REL }, { "ggg", 0x22d9, REL }, { "gimel", 0x2137, ORD }, { "gneq", 0x2a88, REL },
  { "gt", 0x3e, REL }, { "gtrapprox", 0x2a86, REL }, { "gtrless", 0x2277, REL }, { "gtrsim", 0x2273, REL },
  { "harr", 0x2194, REL }, { "hbar", 0x210f, ORD }, { "hdots", 0x2026, INN }, { "heartsuit", 0x2661, ORD },
  { "hookleftarrow", 0x21a9, REL }, { "hookrightarrow", 0x21aa, REL }, { "hslash", 0x210f, ORD },
  { "iddots", 0x22f0, INN }, { "iff", 0x27fa, REL }, { "iiiint", 0x2a0c, INT }, { "iiint", 0x222d, INT },
  { "iint", 0x222c, INT }, { "imath", 0x131, ORD }, { "impliedby", 0x27f8, REL }, { "implies", 0x27f9, REL },
  { "in", 0x2208, REL }, { "infin", 0x221e, ORD }, { "infty", 0x221e, ORD }, { "int", 0x222b, INT },
  { "intercal", 0x22ba, BIN }, { "iota", 0x3b9, ORD }, { "isin", 0x2208, REL }, { "jmath", 0x237, ORD },
  { "kappa", 0x3ba, ORD }, { "lVert", 0x2016, OPN }, { "lambda", 0x3bb, ORD }, { "land", 0x2227, BIN },
  { "lang", 0x27e8, OPN }, { "langle", 0x27e8, OPN }, { "larr", 0x2190, REL }, { "lbrace", 0x7b, OPN },
  { "lbrack", 0x5b, OPN }, { "lceil", 0x2308, OPN }, { "ldotp", 0x2e, PUN }, { "ldots", 0x2026, INN },
  { "le", 0x2264, REL }, { "leadsto", 0x21dd, REL }, { "leftarrow", 0x2190, REL },
  { "leftarrowtail", 0x21a2, REL }, { "leftharpoondown", 0x21bd, REL }, { "leftharpoonup", 0x21bc, REL },
  { "leftleftarrows", 0x21c7, REL }, { "leftrightarrow", 0x2194, REL }, { "leftrightarrows", 0x21c6, REL },
  { "leftrightharpoons", 0x21cb, REL }, { "leftrightsquigarrow", 0x21ad, REL }, { "leftthreetimes", 0x22cb, BIN },
  { "leq", 0x2264, REL }, { "leqq", 0x2266, REL }, { "leqslant", 0x2a7d, REL }, { "lessapprox", 0x2a85, REL },
  { "lessgtr", 0x2276, REL }, { "lesssim", 0x2272, REL }, { "lfloor", 0x230a, OPN }, { "lgroup", 0x27ee, OPN },
  { "lhd", 0x22b2, BIN }, { "ll", 0x226a, REL }, { "llbracket", 0x27e6, OPN }, { "llcorner", 0x231e, OPN },
  { "lll", 0x22d8, REL }, { "lneq", 0x2a87, REL }, { "lnot", 0xac, ORD }, { "longleftarrow", 0x27f5, REL },
  { "longleftrightarrow", 0x27f7, REL }, { "longmapsto", 0x27fc, REL }, { "longrightarrow", 0x27f6, REL },
  { "lor", 0x2228, BIN }, { "lozenge", 0x25ca, ORD }, { "lq", 0x2018, ORD }, { "lrcorner", 0x231f, CLS },
  { "lt", 0x3c, REL }, { "ltimes", 0x22c9, BIN }, { "lvert", 0x7c, OPN }, { "maltese", 0x2720, ORD },
  { "mapsto", 0x21a6, REL }, { "measuredangle", 0x2221, ORD }, { "mho", 0x2127, ORD }, { "mid", 0x2223, REL },
  { "models", 0x22a8, REL }, { "mp", 0x2213, BIN }, { "mu", 0x3bc, ORD }, { "multimap", 0x22b8, REL },
  { "nLeftarrow", 0x21cd, REL }, { "nLeftrightarrow", 0x21ce, REL }, { "nRightarrow", 0x21cf, REL },
  { "nabla", 0x2207, ORD }, { "natural", 0x266e, ORD }, { "ncong", 0x2247, REL }, { "ne", 0x2260, REL },
  { "nearrow", 0x2197, REL }, { "neg", 0xac, ORD }, { "neq", 0x2260, REL }, { "nexists", 0x2204, ORD },
  { "ngeq", 0x2271, REL }, { "ngtr", 0x226f, REL }, { "ni", 0x220b, REL }, { "nleftarrow", 0x219a, REL },
  { "nleftrightarrow", 0x21ae, REL }, { "nleq", 0x2270, REL }, { "nless", 0x226e, REL }, { "nmid", 0x2224, REL },
  { "notin", 0x2209, REL }, { "notni", 0x220c, REL }, { "nparallel", 0x2226, REL }, { "nprec", 0x2280, REL },
  { "nrightarrow", 0x219b, REL }, { "nsim", 0x2241, REL }, { "nsubseteq", 0x2288, REL }, { "nsucc", 0x2281, REL },
  { "nsupseteq", 0x2289, REL }, { "nu", 0x3bd, ORD }, { "nvDash", 0x22ad, REL }, { "nvdash", 0x22ac, REL },
  { "nwarrow", 0x2196, REL }, { "odot", 0x2299, BIN }, { "oiiint", 0x2230, INT }, { "oiint", 0x222f, INT },
  { "oint", 0x222e, INT }, { "omega", 0x3c9, ORD }, { "omicron", 0x3bf, ORD }, { "ominus", 0x2296, BIN },
  { "oplus", 0x2295, BIN }, { "oslash", 0x2298, BIN }, { "otimes", 0x2297, BIN }, { "owns", 0x220b, REL },
  { "parallel", 0x2225, REL }, { "partial", 0x2202, ORD }, { "perp", 0x27c2, REL }, { "phi", 0x3d5, ORD },
  { "pi", 0x3c0, ORD }, { "pitchfork", 0x22d4, REL }, { "pm", 0xb1, BIN }, { "pounds", 0xa3, ORD },
  { "prec", 0x227a, REL }, { "preccurlyeq", 0x227c, REL }, { "preceq", 0x2aaf, REL }, { "precsim", 0x227e, REL },
  { "prime", 0x2032, ORD }, { "prod", 0x220f, SUM }, { "propto", 0x221d, REL }, { "psi", 0x3c8, ORD },
  { "rArr", 0x21d2, REL }, { "rVert", 0x2016, CLS }, { "rang", 0x27e9, CLS }, { "rangle", 0x27e9, CLS },
  { "rarr", 0x2192, REL }, { "rbrace", 0x7d, CLS }, { "rbrack", 0x5d, CLS }, { "rceil", 0x2309, CLS },
  { "rfloor", 0x230b, CLS }, { "rgroup", 0x27ef, CLS }, { "rhd", 0x22b3, BIN }, { "rho", 0x3c1, ORD },
  { "rightarrow", 0x2192, REL }, { "rightarrowtail", 0x21a3, REL }, { "rightharpoondown", 0x21c1, REL },
  { "rightharpoonup", 0x21c0, REL }, { "rightleftarrows", 0x21c4, REL }, { "rightleftharpoons", 0x21cc, REL },
  { "rightrightarrows", 0x21c9, REL }, { "rightsquigarrow", 0x21dd, REL }, { "rightthreetimes", 0x22cc, BIN },
  { "risingdotseq", 0x2253, REL }, { "rq", 0x2019, ORD }, { "rrbracket", 0x27e7, CLS }, { "rtimes", 0x22ca, BIN },
  { "rvert", 0x7c, CLS }, { "searrow", 0x2198, REL }, { "setminus", 0x2216, BIN }, { "sharp", 0x266f, ORD },
  { "sigma", 0x3c3, ORD }, { "sim", 0x223c, REL }, { "simeq", 0x2243, REL }, { "smallint", 0x222b, OPR },
  { "smallsetminus", 0x2216, BIN }, { "smile", 0x2323, REL }, { "spadesuit", 0x2660, ORD },
  { "sphericalangle", 0x2222, ORD }, { "sqcap", 0x2293, BIN }, { "sqcup", 0x2294, BIN },
  { "sqsubset", 0x228f, REL }, { "sqsubseteq", 0x2291, REL }, { "sqsupset", 0x2290, REL },
  { "sqsupseteq", 0x2292, REL }, { "square", 0x25a1, ORD }, { "star", 0x22c6, BIN }, { "subset", 0x2282, REL },
  { "subseteq", 0x2286, REL }, { "subseteqq", 0x2ac5, REL }, { "subsetneq", 0x228a, REL }, { "succ", 0x227b, REL },
  { "succcurlyeq", 0x227d, REL }, { "succeq", 0x2ab0, REL }, { "succsim", 0x227f, REL }, { "sum", 0x2211, SUM },
  { "supset", 0x2283, REL }, { "supseteq", 0x2287, REL }, { "supseteqq", 0x2ac6, REL },
  { "supsetneq", 0x228b, REL }, { "surd", 0x221a, ORD }, { "swarrow", 0x2199, REL }, { "tau", 0x3c4, ORD },
  { "therefore", 0x2234, REL }, { "theta", 0x3b8, ORD }, { "thickapprox", 0x2248, REL },
  { "thicksim", 0x223c, REL }, { "times", 0xd7, BIN }, { "to", 0x2192, REL }, { "top", 0x22a4, ORD },
  { "triangle", 0x25b3, ORD }, { "triangledown", 0x25bd, ORD }, { "triangleleft", 0x25c3, BIN },
  { "trianglelefteq", 0x22b4, REL }, { "triangleq", 0x225c, REL }, { "triangleright", 0x25b9, BIN },
  { "trianglerighteq", 0x22b5, REL }, { "twoheadleftarrow", 0x219e, REL }, { "twoheadrightarrow", 0x21a0, REL },
  { "ulcorner", 0x231c, OPN }, { "unlhd", 0x22b4, BIN }, { "unrhd", 0x22b5, BIN }, { "uparrow", 0x2191, REL },
  { "updownarrow", 0x2195, REL }, { "upharpoonleft", 0x21bf, REL }, { "upharpoonright", 0x21be, REL },
  { "uplus", 0x228e, BIN }, { "upsilon", 0x3c5, ORD }, { "upuparrows", 0x21c8, REL }, { "urcorner", 0x231d, CLS },
  { "vDash", 0x22a8, REL }, { "varDelta", 0x394, ORD }, { "varGamma", 0x393, ORD }, { "varLambda", 0x39b, ORD },
  { "varOmega", 0x3a9, ORD }, { "varPhi", 0x3a6, ORD }, { "varPi", 0x3a0, ORD }, { "varPsi", 0x3a8, ORD },
  { "varSigma", 0x3a3, ORD }, { "varTheta", 0x398, ORD }, { "varUpsilon", 0x3a5, ORD }, { "varXi", 0x39e, ORD },
  { "varepsilon", 0x3b5, ORD }, { "varkappa", 0x3f0, ORD }, { "varnothing", 0x2205, ORD },
  { "varphi", 0x3c6, ORD }, { "varpi", 0x3d6, ORD }, { "varpropto", 0x221d, REL }, { "varrho", 0x3f1, ORD },
  { "varsigma", 0x3c2, ORD }, { "vartheta", 0x3d1, ORD }, { "vartriangle", 0x25b3, REL },
  { "vartriangleleft", 0x22b2, REL }, { "vartriangleright", 0x22b3, REL }, { "vcentcolon", 0x3a, REL },
  { "vdash", 0x22a2, REL }, { "vdots", 0x22ee, ORD }, { "vee", 0x2228, BIN }, { "veebar", 0x22bb, BIN },
  { "vert", 0x7c, ORD }, { "wedge", 0x2227, BIN }, { "wp", 0x2118, ORD }, { "wr", 0x2240, BIN },
  { "xi", 0x3be, ORD }, { "yen", 0xa5, ORD }, { "zeta", 0x3b6, ORD }, { "{", 0x7b, OPN }, { "|", 0x2016, ORD },
  { "}", 0x7d, CLS },
};

typedef struct
{
  const char *name;
  const char *text;
  gboolean    limits;
} Function;

static const Function functions[] = {
  { "arccos", "arccos", FALSE }, { "arcctg", "arcctg", FALSE }, { "arcsin", "arcsin", FALSE },
  { "arctan", "arctan", FALSE }, { "arg", "arg", FALSE }, { "argmax", "arg max", TRUE },
  { "argmin", "arg min", TRUE }, { "cos", "cos", FALSE }, { "cosh", "cosh", FALSE }, { "cot", "cot", FALSE },
  { "coth", "coth", FALSE }, { "csc", "csc", FALSE }, { "deg", "deg", FALSE }, { "det", "det", TRUE },
  { "dim", "dim", FALSE }, { "exp", "exp", FALSE }, { "gcd", "gcd", TRUE }, { "hom", "hom", FALSE },
  { "inf", "inf", TRUE }, { "injlim", "inj lim", TRUE }, { "ker", "ker", FALSE }, { "lg", "lg", FALSE },
  { "lim", "lim", TRUE }, { "liminf", "lim inf", TRUE }, { "limsup", "lim sup", TRUE }, { "ln", "ln", FALSE },
  { "log", "log", FALSE }, { "max", "max", TRUE }, { "min", "min", TRUE }, { "plim", "plim", TRUE },
  { "projlim", "proj lim", TRUE }, { "sec", "sec", FALSE }, { "sin", "sin", FALSE }, { "sinh", "sinh", FALSE },
  { "sup", "sup", TRUE }, { "tan", "tan", FALSE }, { "tanh", "tanh", FALSE }, { "tg", "tg", FALSE },
  { "Pr", "Pr", TRUE },
};

typedef struct
{
  const char     *name;
  gunichar        mark;
  PonderTexFlags  flags;
} Accent;

static const Accent accents[] = {
  { "acute", 0xb4, 0 }, { "bar", 0xaf, 0 }, { "breve", 0x2d8, 0 }, { "check", 0x2c7, 0 },
  { "dddot", 0x20db, 0 }, { "ddot", 0xa8, 0 }, { "dot", 0x2d9, 0 }, { "grave", '`', 0 }, { "hat", 0x2c6, 0 },
  { "mathring", 0x2da, 0 }, { "overbrace", 0x23de, PONDER_TEX_STRETCHES | PONDER_TEX_STACKED },
  { "overleftarrow", 0x2190, PONDER_TEX_STRETCHES }, { "overleftrightarrow", 0x2194, PONDER_TEX_STRETCHES },
  { "overline", 0x203e, PONDER_TEX_STRETCHES }, { "overrightarrow", 0x2192, PONDER_TEX_STRETCHES },
  { "tilde", 0x2dc, 0 },
  { "underbrace", 0x23df, PONDER_TEX_STRETCHES | PONDER_TEX_BELOW | PONDER_TEX_STACKED },
  { "underleftarrow", 0x2190, PONDER_TEX_STRETCHES | PONDER_TEX_BELOW },
  { "underline", 0x203e, PONDER_TEX_STRETCHES | PONDER_TEX_BELOW },
  { "underrightarrow", 0x2192, PONDER_TEX_STRETCHES | PONDER_TEX_BELOW },
  { "vec", 0x2192, 0 }, { "widehat", 0x2c6, PONDER_TEX_STRETCHES }, { "widetilde", 0x2dc, PONDER_TEX_STRETCHES },
};

typedef struct
{
  const char *name;
  gsize       length;
} Key;

static gboolean
is_name (const char *name,
         gsize       length,
         const char *known)
{
  return strncmp (name, known, length) == 0 && known[length] == '\0';
}

static int
compare_name (const void *a,
              const void *b)
{
  const Key *key = a;
  const PonderTexSymbol *symbol = b;
  int order = strncmp (key->name, symbol->name, key->length);

  return order == 0 && symbol->name[key->length] != '\0' ? -1 : order;
}

const PonderTexSymbol *
ponder_tex_symbols_find (const char *name,
                         gsize       length)
{
  Key key = { name, length };

  return bsearch (&key, symbols, G_N_ELEMENTS (symbols), sizeof *symbols, compare_name);
}

static gboolean
read_ascii (gunichar        character,
            gunichar       *symbol,
            PonderTexClass *class)
{
  static const struct
  {
    char           character;
    gunichar       symbol;
    PonderTexClass class;
  } marks[] = {
    { '+', '+', PONDER_TEX_BINARY }, { '-', 0x2212, PONDER_TEX_BINARY }, { '*', 0x2217, PONDER_TEX_BINARY },
    { '=', '=', PONDER_TEX_RELATION }, { '<', '<', PONDER_TEX_RELATION }, { '>', '>', PONDER_TEX_RELATION },
    { ':', ':', PONDER_TEX_RELATION }, { ',', ',', PONDER_TEX_PUNCTUATION }, { ';', ';', PONDER_TEX_PUNCTUATION },
    { '(', '(', PONDER_TEX_OPENING }, { '[', '[', PONDER_TEX_OPENING }, { ')', ')', PONDER_TEX_CLOSING },
    { ']', ']', PONDER_TEX_CLOSING }, { '!', '!', PONDER_TEX_CLOSING }, { '?', '?', PONDER_TEX_CLOSING },
    { '/', '/', PONDER_TEX_ORDINARY }, { '|', '|', PONDER_TEX_ORDINARY }, { '.', '.', PONDER_TEX_ORDINARY },
    { '"', '"', PONDER_TEX_ORDINARY }, { '@', '@', PONDER_TEX_ORDINARY },
  };

  *symbol = character;
  *class = PONDER_TEX_ORDINARY;
  if (g_ascii_isalnum (character))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if ((gunichar) marks[i].character != character)
        continue;
      *symbol = marks[i].symbol;
      *class = marks[i].class;
      return TRUE;
    }
  return FALSE;
}

gboolean
ponder_tex_symbols_read (gunichar        character,
                         gunichar       *symbol,
                         PonderTexClass *class,
                         PonderTexFlags *flags)
{
  *flags = 0;
  if (character < 0x80)
    return read_ascii (character, symbol, class);

  *symbol = character;
  *class = character == 0x2212 || character == 0xb7 ? PONDER_TEX_BINARY : PONDER_TEX_ORDINARY;
  if (*class == PONDER_TEX_BINARY)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      if (symbols[i].symbol != character)
        continue;
      *class = symbols[i].class;
      *flags = symbols[i].flags;
      return TRUE;
    }
  return g_unichar_isgraph (character) && !g_unichar_ismark (character);
}

const char *
ponder_tex_symbols_get_function (const char     *name,
                                 gsize           length,
                                 PonderTexFlags *flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      if (!is_name (name, length, functions[i].name))
        continue;
      *flags = functions[i].limits ? PONDER_TEX_LIMITS : 0;
      return functions[i].text;
    }
  return NULL;
}

gunichar
ponder_tex_symbols_get_accent (const char     *name,
                               gsize           length,
                               PonderTexFlags *flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (accents); i++)
    {
      if (!is_name (name, length, accents[i].name))
        continue;
      *flags = accents[i].flags;
      return accents[i].mark;
    }
  return 0;
}
