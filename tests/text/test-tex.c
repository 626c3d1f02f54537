/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas are read whole or not at all. */

#include "config.h"

#include <glib.h>
#include <string.h>

#include "ponder-limits.h"
#include "ponder-tex.h"

#define N_RANDOM 20000
#define RANDOM_TOKENS 24

static const char *samples[] = {
  "x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}",
  "\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}",
  "\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}",
  "\\oint_{\\partial S} \\vec{E} \\cdot d\\vec{A} = \\iint\\limits_S f \\, dS",
  "\\begin{pmatrix} 1 & 2 & 3 \\\\ 4 & 5 & 6 \\\\ 7 & 8 & 9 \\end{pmatrix}",
  "f(x) = \\begin{cases} x^2 & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
  "\\begin{aligned} a &= b + c \\\\ &= d \\end{aligned}",
  "\\begin{align*} a &= b & c &= d \\\\[2pt] e &= f \\nonumber \\end{align*}",
  "\\begin{array}{c|cc} \\hline a & b & c \\\\ \\hline 1 & 2 & 3 \\\\ \\hline \\end{array}",
  "\\left( \\frac{a}{b} \\middle| c \\right] \\Bigl\\{ x \\Bigr\\}",
  "\\sqrt[3]{\\sqrt{\\sqrt x}} \\sqrt[n+1] 2",
  "\\hat x \\bar{y} \\vec v \\dot a \\ddot{a} \\tilde n \\widehat{ABC} \\overline{z+w} \\underline u",
  "\\overbrace{a+b+c}^{n} \\underbrace{x}_{\\text{one}}",
  "\\mathbb{R} \\mathcal L \\mathfrak g \\mathbf{v} \\mathsf{A} \\mathtt{code} \\mathrm{d}x \\boldsymbol\\beta",
  "\\lim_{x\\to0} \\frac{\\sin x}{x} \\quad \\max_{1\\le i\\le n} a_i \\operatorname*{arg\\,max}_\\theta L",
  "\\binom{n}{k} {n \\choose k} {a \\over b} \\dbinom n k",
  "A \\xrightarrow[below]{above} B \\overset{!}{=} C \\underset{x}{\\min} \\stackrel{def}{=}",
  "\\sum_{\\substack{i<j \\\\ j<k}} a_{ij}",
  "\\not= \\not\\in a \\equiv b \\pmod{n} \\bmod 2",
  "f'(x) f''^2 x'_i a^{b^{c^d}} {}_1F_2",
  "\\boxed{E = mc^2} \\tag{1} \\label{eq:x}",
  "\\text{\xe4\xb8\xad\xe6\x96\x87 with $x^2$ inside} \xe9\x80\x9f\xe5\xba\xa6 = \\frac{\xe8\xb7\xaf\xe7\xa8\x8b}{\xe6\x97\xb6\xe9\x97\xb4}",
  "\\color{red} x + \\textcolor{blue}{y} \\displaystyle \\sum_i i \\textstyle z",
  "\\forall \\epsilon > 0\\; \\exists \\delta : |x| \\leq \\delta \\implies \\|f\\| < \\epsilon",
  "\\Gamma \\varphi \\hbar \\ell \\nabla \\partial \\infty \\ldots \\cdots \\vdots \\ddots \\aleph \\Re",
  "a \\\\ b",
  "\\ket{\\psi} \\bra{\\phi} \\bold{x} \\Large y \\hspace{0.5cm} \\text{a \\textbf{b \\emph{c}} $x$} \\lt \\C",
  "\\operatorname{softmax}(z_i) = \\frac{e^{z_i}}{\\sum_{j=1}^{K} e^{z_j}} \\times 100\\%",
  "\\phantom{x} \\hspace{1em} \\mathop{X}\\limits^a_b \\cancel{x} \\mathstrut",
  "\xe2\x88\x91 x \xe2\x89\xa4 \xce\xb1 \xc2\xb7 \xe2\x86\x92 \xe2\x88\x92 1",
};

static void
dump (GString         *text,
      const PonderTex *tex)
{
  static const char *kinds[] = { "row", "symbol", "text", "frac", "root", "scripts", "fence", "delimiter", "accent",
                                 "grid", "box", "phantom", "space", "styled", "arrow" };

  if (tex == NULL)
    {
      g_string_append (text, "-");
      return;
    }
  if (tex->kind == PONDER_TEX_SYMBOL)
    {
      g_string_append_unichar (text, tex->symbol);
      return;
    }
  g_string_append_printf (text, "(%s", tex->kind == PONDER_TEX_ROW ? "" : kinds[tex->kind]);
  if (tex->columns != NULL)
    g_string_append_printf (text, " %s", tex->columns);
  if (tex->symbol != 0)
    g_string_append_unichar (g_string_append_c (text, ' '), tex->symbol);
  if (tex->closing != 0)
    g_string_append_unichar (text, tex->closing);
  if (tex->text != NULL && *tex->text != '\0')
    g_string_append_printf (text, " \"%s\"", tex->text);
  for (guint i = 0; tex->children != NULL && i < tex->children->len; i++)
    {
      if (i > 0 || tex->kind != PONDER_TEX_ROW)
        g_string_append_c (text, ' ');
      dump (text, ponder_tex_get (tex, i));
    }
  g_string_append_c (text, ')');
}

static void
assert_tree (const char *source,
             const char *expected)
{
  g_autoptr(PonderTex) tex = ponder_tex_parse (source, -1);
  g_autoptr(GString) text = g_string_new (NULL);

  g_assert_nonnull (tex);
  dump (text, tex);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_trees (void)
{
  assert_tree ("x", "(x)");
  assert_tree ("a+b", "(a + b)");
  assert_tree ("x^2_i", "((scripts x i 2))");
  assert_tree ("f''", "((scripts f - (\xe2\x80\xb2 \xe2\x80\xb2)))");
  assert_tree ("\\frac12", "((frac 1 2))");
  assert_tree ("\\frac{a}{b}", "((frac (a) (b)))");
  assert_tree ("{a \\over b}", "(((frac (a) (b))))");
  assert_tree ("\\sqrt[3]{x}", "((root (x) (3)))");
  assert_tree ("\\left(x\\right.", "((fence ( (x)))");
  assert_tree ("\\left(x\\middle|y\\right)", "((fence () \"|\" (x) (y)))");
  assert_tree ("\\begin{bmatrix}a&b\\\\c\\end{bmatrix}", "((fence [] (grid cc (a) (b) (c) ())))");
  assert_tree ("\\begin{array}{l|r}a&b\\end{array}", "((grid l|r (a) (b)))");
  assert_tree ("\\text{a b}", "(((text \"a\302\240b\")))");
  assert_tree ("\\not=", "(\xe2\x89\xa0)");
  assert_tree ("\\sin x", "((text \"sin\") x)");
  assert_tree ("a\\\\b", "(grid c (a) (b))");
}

static void
test_classes (void)
{
  g_autoptr(PonderTex) tex = ponder_tex_parse ("a+\\sum=(),\\left(x\\right)\\mathrel{R}", -1);
  const PonderTexClass expected[] = { PONDER_TEX_ORDINARY, PONDER_TEX_BINARY, PONDER_TEX_OPERATOR,
                                      PONDER_TEX_RELATION, PONDER_TEX_OPENING, PONDER_TEX_CLOSING,
                                      PONDER_TEX_PUNCTUATION, PONDER_TEX_INNER, PONDER_TEX_RELATION };

  g_assert_nonnull (tex);
  g_assert_cmpuint (tex->children->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (ponder_tex_get (tex, i)->class, ==, expected[i]);
}

static void
test_samples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr(PonderTex) tex = ponder_tex_parse (samples[i], -1);

      if (tex == NULL)
        g_test_message ("%s", samples[i]);
      g_assert_nonnull (tex);
    }
}

static void
test_unknown (void)
{
  static const char *bad[] = {
    "", " ", "\\", "\\unknowncommand", "x^", "x_", "x^a^b", "x_a_b", "{x", "x}", "\\frac{a}", "\\sqrt",
    "\\left(x", "x\\right)", "\\left x y\\right)", "\\begin{pmatrix}a", "\\begin{pmatrix}a\\end{bmatrix}", "\\begin{tikz}\\end{tikz}",
    "a & b", "50 % of", "$x$", "#1", "\\not\\frac12", "\\text{a\\foo}", "\\text{a", "\\hspace{1furlong}", "\\middle|",
    "\\begin{array}{c}a&b\\end{array}", "\\begin{array}{q}a\\end{array}", "\\end{matrix}", "a\\\\{", "\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(PonderTex) tex = ponder_tex_parse (bad[i], -1);

      if (tex != NULL)
        g_test_message ("%s", bad[i]);
      g_assert_null (tex);
    }
}

/* Names from all over the table, which is searched in halves. */
static void
test_names (void)
{
  const char *names = "# $ % & AA Alpha And Box Bumpeq Cap Cup Delta Diamond Downarrow Gamma Im Join Lambda Leftarrow "
                      "Longrightarrow N Omega P Phi Pi Psi R Re Rightarrow S Sigma Theta Uparrow Vert Xi Z aleph alpha "
                      "amalg angle approx ast asymp backslash because beta bigcap bot bullet cap cdot cdots chi circ "
                      "cong cup dagger ddots delta div dots ell emptyset epsilon equiv eta exists forall gamma ge geq "
                      "hbar iff iiint imath implies in infty int iota kappa lambda land langle lceil ldots le leq lfloor "
                      "ll lnot lor mapsto mid mp mu nabla ne neg neq ni notin nu odot oint omega oplus otimes parallel "
                      "partial perp phi pi pm prec prime prod propto psi rangle rceil rfloor rho rightarrow setminus "
                      "sigma sim simeq sqrt{x} star subset subseteq succ sum supset tau therefore theta times to top "
                      "uparrow upsilon varepsilon varphi vartheta vdash vdots vee wedge wp wr xi zeta { | } sin lim";
  g_auto(GStrv) words = g_strsplit (names, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *source = g_strconcat ("\\", words[i], NULL);
      g_autoptr(PonderTex) tex = ponder_tex_parse (source, -1);

      if (tex == NULL)
        g_test_message ("%s", source);
      g_assert_nonnull (tex);
    }
}

static char *
repeat (const char *piece,
        guint       n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  static const char *pieces[] = { "{", "\\sqrt", "\\frac{", "x^", "\\left(", "\\begin{matrix}", "\\text{$", "\\text{\\textbf{", "\\mathbf",
                                  "\\displaystyle ", "\\not", "\\hat{", "a&" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *few = repeat (pieces[i], 500);
      g_autofree char *many = repeat (pieces[i], 5000);

      g_assert_null (ponder_tex_parse (few, MIN (strlen (few), PONDER_TEX_LIMIT)));
      g_assert_null (ponder_tex_parse (many, -1));
    }
}

static void
test_prefixes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize length = 0; length < strlen (samples[i]); length++)
      ponder_tex_free (ponder_tex_parse (samples[i], (gssize) length));
}

static void
test_random (void)
{
  static const char *tokens[] = {
    "{", "}", "^", "_", "'", "&", "\\\\", "\\left", "\\right", "(", ")", "[", "]", ".", "|", "\\middle", "\\frac", "\\sqrt",
    "\\begin{matrix}", "\\end{matrix}", "\\begin{cases}", "\\end{cases}", "\\begin{array}{c|c}", "\\end{array}",
    "\\hline", "\\text", "$", "\\over", "\\choose", "\\limits", "\\sum", "x", "1", "+", "=", ",", "\\,", "~", "\\not", "\\hat",
    "\\overbrace", "\\substack", "\\bf", "\\mathbb", "\\displaystyle", "\\big", "\\tag", "\\color{red}", "\\xrightarrow",
    "\\operatorname", "*", "\\", "\\pmod", "\xe4\xb8\xad", " ", "\n", "%", "\\boxed", "\\phantom", "\\hspace{1em}", "\\binom",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  guint n_read = 0;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr(GString) source = g_string_new (NULL);
      g_autoptr(PonderTex) tex = NULL;
      int n = g_rand_int_range (random, 1, RANDOM_TOKENS);

      for (int j = 0; j < n; j++)
        g_string_append (source, tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))]);
      tex = ponder_tex_parse (source->str, (gssize) source->len);
      n_read += tex != NULL;
    }
  g_assert_cmpuint (n_read, >, N_RANDOM / 100);
}

static void
test_strip (void)
{
  static const struct
  {
    const char *source;
    const char *inside;
    gboolean    display;
  } cases[] = {
    { "$x$", "x", FALSE }, { "$$x$$", "x", TRUE }, { "\\(x\\)", "x", FALSE }, { "\\[x\\]", "x", TRUE },
    { "x", "x", FALSE }, { "$", "$", FALSE }, { "$$", "", FALSE }, { "", "", FALSE }, { "\\[\\)", "\\[\\)", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean display;
      gsize length;
      const char *inside = ponder_tex_strip (cases[i].source, strlen (cases[i].source), &length, &display);
      g_autofree char *copy = g_strndup (inside, length);

      g_assert_cmpstr (copy, ==, cases[i].inside);
      g_assert_cmpint (display, ==, cases[i].display);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/tex/a formula becomes a tree", test_trees);
  g_test_add_func ("/text/tex/atoms have the classes that TeX gives them", test_classes);
  g_test_add_func ("/text/tex/what answers use is known", test_samples);
  g_test_add_func ("/text/tex/a formula with anything unknown in it is not read", test_unknown);
  g_test_add_func ("/text/tex/names are found in all of the table", test_names);
  g_test_add_func ("/text/tex/what is too deep or too long is not read", test_limits);
  g_test_add_func ("/text/tex/every beginning of a formula is survived", test_prefixes);
  g_test_add_func ("/text/tex/any row of tokens is survived", test_random);
  g_test_add_func ("/text/tex/delimiters are taken off", test_strip);

  return g_test_run ();
}
