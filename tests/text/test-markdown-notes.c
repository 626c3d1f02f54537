/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Footnotes in Markdown, and the HTML tags that are shown as what they stand for. */

#include "config.h"

#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

static const PonderTestGolden notes[] = {
  { "a-note", "Water[^1] boils.\n\n[^1]: At sea *level*.", "p Water¹ boils.\nrule\n-[1.]p At sea {e|level}." },
  { "of-one-word", "a[^1]\n\n[^1]: b", "p a¹\nrule\n-[1.]p b" },
  { "an-address", "a[^1]\n\n[^1]: http://x.y", "p a¹\nrule\n-[1.]p {l=http://x.y|http://x.y}" },
  { "used-twice", "a[^1] b[^1]\n\n[^1]: n", "p a¹ b¹\nrule\n-[1.]p n" },
  { "two-in-a-row", "a[^1][^2]\n\n[^1]: m\n[^2]: n", "p a¹\xe2\x80\xaf²\nrule\n-[1.]p m\n-[2.]p n" },
  { "with-names", "a[^foo] b[^bar]\n\n[^foo]: m\n[^bar]: n", "p a¹ b²\nrule\n-[1.]p m\n-[2.]p n" },
  { "numbers-stay", "a[^12] b[^x] c[^1]\n\n[^12]: l\n[^x]: m\n[^1]: n", "p a¹² b² c¹\nrule\n-[12.]p l\n-[2.]p m\n-[1.]p n" },
  { "without-definition", "a[^1] b[^2]\n\n[^1]: n", "p a¹ b[^2]\nrule\n-[1.]p n" },
  { "without-any-definition", "a[^1]", "p a[^1]" },
  { "without-reference", "a\n\n[^1]: n", "p a\nrule\n-[1.]p n" },
  { "alone", "[^1]: n", "-[1.]p n" },
  { "between-paragraphs", "a[^1]\n[^1]: n\n\nb\n", "p a¹\np b\nrule\n-[1.]p n" },
  { "with-paragraphs", "a[^1]\n\n[^1]: m\n\n    n\n\n    ```c\n    x\n    ```\n\nb",
    "p a¹\np b\nrule\n-~[1.]p m\n-~p n\n-~code(c) x" },
  { "with-a-list", "a[^1]\n\n[^1]: m\n    - n\n    - o", "p a¹\nrule\n-[1.]p m\n--[•]p n\n--[•]p o" },
  { "over-two-lines", "a[^1]\n\n[^1]: m\nn\n\nb", "p a¹\np b\nrule\n-[1.]p m\\nn" },
  { "in-another-note", "a[^1]\n\n[^1]: m[^2]\n[^2]: n", "p a¹\nrule\n-[1.]p m²\n-[2.]p n" },
  { "with-a-formula", "a[^1]\n\n[^1]: m $x_1 * y_1 *$\n\n    \\[z\\]", "p a¹\nrule\n-~[1.]p m {m|$x_1 * y_1 *$}\n-~math z" },
  { "defined-twice", "a[^1]\n\n[^1]: m\n[^1]: n", "p a¹\nrule\n-[1.]p m\n-[1.]p n" },
  { "in-strong-words", "**a[^1]** **Note.**[^1]\n\n[^1]: n", "p {s|a¹} {s|Note.}¹\nrule\n-[1.]p n" },
  { "in-a-heading-a-list-a-quote-and-a-table",
    "# a[^1]\n\n- b[^1]\n\n> c[^1]\n\n| d[^1] |\n|---|\n\n[^1]: n",
    "h1 a¹\n-[•]p b¹\n>p c¹\ntable 1x1 . / d¹\nrule\n-[1.]p n" },
  { "in-code", "`a[^1]`\n\n```\n[^1]: m\n```\n\n[^1]: n", "p {c|a[^1]}\ncode() [^1]: m\nrule\n-[1.]p n" },
  { "escaped", "a\\[^1]\n\n[^1]: n", "p a[^1]\nrule\n-[1.]p n" },
  { "a-link-has-no-caret", "[a][1]\n\n[1]: http://x.y", "p {l=http://x.y|a}" },
  { "half-a-reference", "a[^1", "p a[^1" },
  { "half-a-definition", "a[^1]\n\n[^1", "p a[^1]" },
  { "half-a-definition-closed", "a[^1]\n\n[^1]", "p a[^1]" },
  { "an-empty-definition", "a[^1]\n\n[^1]:", "p a¹\nrule\n-[1.]p " },
  { "open-code-above", "a[^1]\n\n[^1]: n\n\n```c\nx", "p a¹\ncode(c, open) x\nrule\n-[1.]p n" },
};

static const PonderTestGolden tags[] = {
  { "a-break-in-a-cell", "| a<br>b | c<br/>d |\n|---|---|\n| e<BR />f | `<br>` |",
    "table 2x2 .. / a\\nb | c\\nd / e\\nf | {c|<br>}" },
  { "a-break-in-a-paragraph", "a<br>b<br>\nc", "p a\\nb\\nc" },
  { "lowered", "H<sub>2</sub>O, x<sub>max</sub>", "p H₂O, xₘₐₓ" },
  { "raised", "x<sup>2</sup>, 10<sup>−3</sup>, n<sup>th</sup>", "p x², 10⁻³, nᵗʰ" },
  { "without-such-letters", "x<sub>b</sub>, x<sup>Ω</sup>", "p x<sub>b</sub>, x<sup>Ω</sup>" },
  { "a-raised-link", "a<sup>[1](http://x.y)</sup>", "p a{l=http://x.y|1}" },
  { "a-fold", "<details>\n<summary><b>More</b></summary>\n\ntext\n\n</details>\n\nend", "p {s|More}\np text\np end" },
  { "a-fold-in-one-line", "<details><summary> More </summary>text</details>", "p {s|More}\np text" },
  { "code-in-a-fold", "<details><summary>See `x`</summary>\ny", "p {s|See }{sc|x}\np y" },
  { "in-code", "`<sup>2</sup>`\n\n```\n<details>\n```", "p {c|<sup>2</sup>}\ncode() <details>" },
  { "escaped", "a\\<br>b", "p a<br>b" },
  { "others-are-words", "<b>x</b> <div> <broken> <sub", "p <b>x</b> <div> <broken> <sub" },
  { "without-an-end", "x<sup>2 <summary>y", "p x<sup>2 <summary>y" },
};

/* What comes later changes no number that is shown already. */
static void
test_numbers_stay_while_notes_arrive (void)
{
  g_autoptr(GPtrArray) before = ponder_markdown_parse ("a[^x] b[^y]\n\n[^y]: m", -1);
  g_autoptr(GPtrArray) after = ponder_markdown_parse ("a[^x] b[^y]\n\n[^y]: m\n[^x]: n", -1);
  g_autofree char *dump = ponder_test_dump_blocks (before);
  g_autofree char *dump_after = ponder_test_dump_blocks (after);

  g_assert_cmpstr (dump, ==, "p a[^x] b¹\nrule\n-[1.]p m");
  g_assert_cmpstr (dump_after, ==, "p a² b¹\nrule\n-[1.]p m\n-[2.]p n");
}

static void
test_text_has_the_notes (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse ("a[^1]\n\n[^1]: n", -1);
  g_autofree char *text = ponder_markdown_to_text (blocks);

  g_assert_cmpstr (text, ==, "a¹\n\n1. n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ponder_test_add_goldens ("/markdown-notes/notes/", notes, G_N_ELEMENTS (notes));
  ponder_test_add_goldens ("/markdown-notes/tags/", tags, G_N_ELEMENTS (tags));
  g_test_add_func ("/markdown-notes/numbers-stay-while-notes-arrive", test_numbers_stay_while_notes_arrive);
  g_test_add_func ("/markdown-notes/text-has-the-notes", test_text_has_the_notes);
  return g_test_run ();
}
