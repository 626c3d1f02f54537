/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as models write them, whole and in pieces. */

#include "ponder-think-plan.h"

#include <string.h>

static void
dump_item (GString                   *out,
           const PonderThinkPlanItem *item)
{
  static const char *const kinds[] = { "task", "answer", "direct", "repaired", "lost" };
  g_autofree char *deps = item->deps != NULL ? g_strjoinv (",", item->deps) : g_strdup ("");
  g_autofree char *criteria = item->criteria != NULL ? g_strjoinv (",", item->criteria) : NULL;

  g_string_append (out, kinds[item->kind]);
  if (item->kind == PONDER_THINK_PLAN_ITEM_TASK)
    g_string_append_printf (out, " %s|%s|%s|%s", item->id, item->title, item->ask, deps);
  if (criteria != NULL)
    g_string_append_printf (out, " %s", criteria);
  g_string_append_c (out, '\n');
}

static void
dump_items (GString   *out,
            GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    dump_item (out, g_ptr_array_index (items, i));
}

/* The text in pieces of @size bytes that are whole letters. */
static char *
read_in_pieces (const char *text,
                gsize       size)
{
  g_autoptr(PonderThinkPlan) plan = ponder_think_plan_new ();
  g_autoptr(GPtrArray) rest = NULL;
  GString *out = g_string_new (NULL);
  GString *answer = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = text + MIN (size, strlen (text));
      g_autofree char *piece = NULL;
      g_autofree char *more = NULL;
      g_autoptr(GPtrArray) items = NULL;

      while ((*end & 0xc0) == 0x80)
        end++;
      piece = g_strndup (text, end - text);
      items = ponder_think_plan_append (plan, piece);
      dump_items (out, items);
      more = ponder_think_plan_take_answer (plan);
      g_string_append (answer, more);
      text = end;
    }
  rest = ponder_think_plan_finish (plan);
  dump_items (out, rest);
  if (answer->len > 0)
    g_string_append_printf (out, "= %s\n", answer->str);
  g_string_free (answer, TRUE);
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *name;
  const char *text;
  const char *expected;
} Sample;

#define A "{\"t\":\"task\",\"id\":\"a\",\"title\":\"Terms\",\"ask\":\"Define\",\"deps\":[]}"
#define B "{\"t\":\"task\",\"id\":\"b\",\"title\":\"Costs\",\"ask\":\"Count\",\"deps\":[\"a\"]}"
#define END "{\"t\":\"answer\",\"outline\":[\"x\"],\"criteria\":[\"short\"]}\n{\"t\":\"end\"}\n"
#define AB "task a|Terms|Define|\ntask b|Costs|Count|a\n"

static const Sample samples[] = {
  { "lines", A "\n" B "\n" END, AB "answer short\n" },
  { "no-line-ends", A B END, AB "answer short\n" },
  { "fence", "```json\n" A "\n" B "\n```\n", AB },
  { "prose", "Here is the {draft} plan:\n\n" A "\n" B "\nGood luck!", AB },
  { "open-brace-in-prose", "Sets like {1, 2 are fine.\n" A "\n" B, AB },
  { "thoughts", "<think>\n" B " maybe?\n</think>\n" A "\n" B, AB },
  { "byte-order-mark", "\xef\xbb\xbf" A "\n" B, AB },
  { "array", "[" A ",\n" B "]", AB },
  { "one-object", "{\"tasks\":[" A "," B "],\"criteria\":[\"short\"]}", AB "answer short\n" },
  { "one-object-in-lines", "{\n  \"plan_text\": \"x {y}\",\n  \"tasks\": [\n    " A ",\n    " B "\n  ]\n}\n", AB },
  { "braces-in-strings", "{\"t\":\"task\",\"id\":\"a\",\"title\":\"A \\\"}{\",\"ask\":\"Write }\"}\n",
    "task a|A \"}{|Write }|\n" },
  { "trailing-comma", "{\"t\":\"task\",\"id\":\"a\",\"title\":\"Terms\",\"ask\":\"Define\",\"deps\":[],}\n" B,
    "repaired\n" AB },
  { "single-quotes", "{'t':'task','id':'a','title':'Terms','ask':'Define','deps':[]}\n" B, "repaired\n" AB },
  { "python-words", "{\"t\":\"task\",\"id\":\"a\",\"title\":\"Terms\",\"ask\":\"Define\",\"deps\":None}\n" B,
    "repaired\n" AB },
  { "line-end-in-string", "{\"t\":\"task\",\"id\":\"a\",\"title\":\"Terms\",\"ask\":\"De\nfine\"}\n",
    "task a|Terms|De\nfine|\n" },
  { "never-closed", "{\"t\":\"task\",\"id\":\"a\",\"title\":\"Terms\",\"ask\":\"Define\",\"deps\":[]\n" B,
    "repaired\n" AB },
  { "cut-off", A "\n{\"t\":\"task\",\"id\":\"b\",\"title\":\"Costs\",\"ask\":\"Cou",
    "task a|Terms|Define|\nrepaired\ntask b|Costs|Cou|\n" },
  { "direct", "{\"t\":\"direct\"}\n\nIt is **42**.\n", "direct\n= It is **42**.\n\n" },
  { "direct-too-late", A "\n{\"t\":\"direct\"}\n", "task a|Terms|Define|\n" },
  { "numbers-as-ids", "{\"id\":1,\"description\":\"Look\"}\n{\"id\":2,\"description\":\"Think\",\"depends_on\":[1]}\n",
    "task 1|(null)|Look|\ntask 2|(null)|Think|1\n" },
  { "numbered-lines", "My plan:\n1. Look at it\n2. Use the result of 1\n", "task 1|(null)|Look at it|\n"
    "task 2|(null)|Use the result of 1|1\n" },
  { "bullets", "- Look\n- Think\n* Write\n", "task 1|(null)|Look|\ntask 2|(null)|Think|\ntask 3|(null)|Write|\n" },
  { "chinese-lines", "1、查资料\n2、根据步骤1计算\n", "task 1|(null)|查资料|\ntask 2|(null)|根据步骤1计算|1\n" },
  { "refusal", "I cannot help with that.", "" },
  { "empty", "", "" },
  { "nothing-but-an-end", "{\"t\":\"end\"}\n", "" },
  { "lost-line", "{\"t\":\"task\",\"id\" \"ask\" : : }\n" A, "lost\ntask a|Terms|Define|\n" },
};

static void
test_sample (gconstpointer data)
{
  const Sample *sample = data;

  for (gsize size = 1; size < 40; size = size * 3 / 2 + 1)
    {
      g_autofree char *items = read_in_pieces (sample->text, size);

      g_assert_cmpstr (items, ==, sample->expected);
    }
}

/* However much of it comes, what was whole before stays what it was. */
static void
test_every_cut (void)
{
  static const char plan[] = "Here:\n" A "\n" B "\n" END;

  for (gsize length = 0; length < strlen (plan); length++)
    {
      g_autofree char *text = g_strndup (plan, length);
      g_autofree char *items = read_in_pieces (text, 7);

      if (length > strlen ("Here:\n" A))
        g_assert_true (g_str_has_prefix (items, "task a|Terms|Define|\n"));
      if (length > strlen ("Here:\n" A "\n" B))
        g_assert_true (g_str_has_prefix (items, AB));
    }
}

static char *
dup_noise (GRand *rand)
{
  static const char *const pieces[] = { "{", "}", "[", "]", "\"", "'", "\\", "\n", ",", ":", "t", "task", "ask",
                                        "{\"t\":",
                                        A, B, "你", "<think>", "</think>", "1. x\n", " ", "null", "True" };
  GString *text = g_string_new (NULL);

  for (guint i = 0, n = g_rand_int_range (rand, 0, 40); i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static void
test_noise (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *text = dup_noise (rand);
      g_autofree char *whole = read_in_pieces (text, 1000000);
      g_autofree char *pieces = read_in_pieces (text, 1 + i % 9);

      g_assert_cmpstr (whole, ==, pieces);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strconcat ("/think/plan/", samples[i].name, NULL);

      g_test_add_data_func (path, &samples[i], test_sample);
    }
  g_test_add_func ("/think/plan/every-cut-keeps-what-was-whole", test_every_cut);
  g_test_add_func ("/think/plan/noise-is-read-the-same-in-pieces", test_noise);
  return g_test_run ();
}
