/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models append to answers and say of them. */

#include "ponder-think-review.h"
#include "ponder-think-trailer.h"

#include <math.h>
#include <string.h>

/* --- trailers --- */

static void
test_trailer (void)
{
  g_autoptr(PonderThinkTrailer) trailer =
    ponder_think_trailer_new ("It is 12.\n\nSo twelve.\n@@ {\"conclusion\":\"12\",\"confidence\":0.7,"
                              "\"assumptions\":[\"flat\"],\"missing\":[\"wind\"]}\n");

  g_assert_cmpstr (trailer->body, ==, "It is 12.\n\nSo twelve.");
  g_assert_cmpstr (trailer->conclusion, ==, "12");
  g_assert_cmpfloat_with_epsilon (trailer->confidence, 0.7, 0.001);
  g_assert_cmpuint (g_strv_length (trailer->limits), ==, 2);
}

/* Nothing is made up where nothing was said. */
static void
test_no_trailer (void)
{
  g_autoptr(PonderThinkTrailer) trailer = ponder_think_trailer_new ("First.\n\nAt last.");

  g_assert_cmpstr (trailer->body, ==, "First.\n\nAt last.");
  g_assert_cmpstr (trailer->conclusion, ==, "At last.");
  g_assert_true (isnan (trailer->confidence));
  g_assert_null (trailer->limits);
}

static void
test_bad_trailers (void)
{
  static const char *const lines[] = { "@@", "@@ {", "@@ nothing", "@@ {\"confidence\":7}", "@@ {\"confidence\":\"high\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strconcat ("Body.\n", lines[i], NULL);
      g_autoptr(PonderThinkTrailer) trailer = ponder_think_trailer_new (text);

      g_assert_cmpstr (trailer->body, ==, "Body.");
      g_assert_true (isnan (trailer->confidence));
    }
}

/* Only the beginning of a line is a mark, and the last one counts. */
static void
test_where_a_trailer_begins (void)
{
  static const struct
  {
    const char *text;
    gsize       length;         /* of what is for a person */
  } texts[] = {
    { "", 0 },
    { "a@b.org and @@ {", 16 },
    { "One @", 5 },
    { "One\n@two", 8 },
    { "One\n \t@@ {}", 3 },
    { "@@ {}", 0 },
    { "One\n@", 3 },
    { "One\n@@ {}\nTwo\n@@ {}", 13 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpuint (ponder_think_trailer_find (texts[i].text), ==, texts[i].length);
}

/* Not a letter of it is shown while it is typed. */
static void
test_half_typed_trailer (void)
{
  static const char text[] = "Body.\n@@ {\"conclusion\":\"x\"}";

  for (gsize length = strlen ("Body.\n@"); length <= strlen (text); length++)
    {
      g_autofree char *part = g_strndup (text, length);

      g_assert_cmpuint (ponder_think_trailer_find (part), ==, strlen ("Body."));
    }
}

/* --- reviews --- */

#define ANSWER "The **sun** is large.\nIt “shines” by day."

static void
test_review (void)
{
  g_autoptr(PonderThinkReview) review =
    ponder_think_review_new ("{\"issue\":\"How large?\",\"severity\":\"major\",\"quote\":\"the sun is large\",\"task\":\"a\"}\n"
                             "{\"score\":6.5,\"criteria\":[{\"c\":\"short\",\"met\":true},{\"c\":\"true\",\"met\":false}]}",
                             ANSWER);
  const PonderThinkRemark *remark = g_ptr_array_index (review->remarks, 0);

  g_assert_true (remark->located);
  g_assert_cmpstr (remark->task, ==, "a");
  g_assert_cmpfloat_with_epsilon (review->score, 6.5, 0.001);
  g_assert_cmpstr (review->met[0], ==, "short");
  g_assert_cmpstr (review->unmet[0], ==, "true");
  g_assert_false (review->passed);
}

static void
test_quotes (void)
{
  g_assert_true (ponder_think_review_locate ("It \"shines\" by DAY", ANSWER));
  g_assert_true (ponder_think_review_locate ("large. It", ANSWER));
  g_assert_false (ponder_think_review_locate ("the moon", ANSWER));
  g_assert_false (ponder_think_review_locate ("…", ANSWER));
}

static void
test_reviews_that_are_none (void)
{
  static const char *const texts[] = { "", "Looks good!", "{}", "{\"score\":\"ten\"}", "[1,2]", "{\"score\":99}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (ponder_think_review_new (texts[i], ANSWER));
}

static void
test_one_object_with_issues (void)
{
  g_autoptr(PonderThinkReview) review =
    ponder_think_review_new ("```json\n{\"score\": 8,\n \"issues\": [{\"issue\": \"x\", \"quote\": \"by day\"}]}\n```", ANSWER);

  g_assert_cmpuint (review->remarks->len, ==, 1);
  g_assert_true (review->passed);
}

/* --- edits --- */

static void
test_edits (void)
{
  g_autofree char *edited = NULL;
  g_autoptr(GPtrArray) edits =
    ponder_think_review_edit ("{\"find\":\"large\",\"replace\":\"big\"}\n{\"find\":\"s\",\"replace\":\"z\"}\n"
                              "{\"find\":\"nowhere\",\"replace\":\"x\"}\n{\"find\":\"\",\"replace\":\"x\"}", ANSWER, &edited);

  g_assert_cmpstr (edited, ==, "The **sun** is big.\nIt “shines” by day.");
  g_assert_cmpuint (edits->len, ==, 4);
  g_assert_true (((PonderThinkEdit *) g_ptr_array_index (edits, 0))->applied);
  /* Which one of many was meant? */
  g_assert_false (((PonderThinkEdit *) g_ptr_array_index (edits, 1))->applied);
  g_assert_false (((PonderThinkEdit *) g_ptr_array_index (edits, 2))->applied);
  g_assert_false (((PonderThinkEdit *) g_ptr_array_index (edits, 3))->applied);
}

static void
test_judges (void)
{
  g_assert_cmpint (ponder_think_review_judge ("{\"winner\":\"A\",\"why\":\"x\"}"), ==, 1);
  g_assert_cmpint (ponder_think_review_judge ("I think\n{\"winner\":\"b\"}"), ==, -1);
  g_assert_cmpint (ponder_think_review_judge ("{\"winner\":\"tie\"}"), ==, 0);
  g_assert_cmpint (ponder_think_review_judge ("A"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/trailer/says-what-it-says", test_trailer);
  g_test_add_func ("/think/trailer/none-is-none", test_no_trailer);
  g_test_add_func ("/think/trailer/what-cannot-be-read-is-left-out", test_bad_trailers);
  g_test_add_func ("/think/trailer/where-a-trailer-begins", test_where_a_trailer_begins);
  g_test_add_func ("/think/trailer/is-never-shown-half-typed", test_half_typed_trailer);
  g_test_add_func ("/think/review/says-what-it-says", test_review);
  g_test_add_func ("/think/review/quotes-are-found-whatever-the-marks", test_quotes);
  g_test_add_func ("/think/review/what-is-no-review-is-none", test_reviews_that_are_none);
  g_test_add_func ("/think/review/one-object-with-issues", test_one_object_with_issues);
  g_test_add_func ("/think/review/edits-are-applied-where-they-fit-once", test_edits);
  g_test_add_func ("/think/review/judges", test_judges);
  return g_test_run ();
}
