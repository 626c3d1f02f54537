/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equations of plain numbers in an answer, such as "3 × 2 + 1 = 7", reckoned again. A wrong alarm costs more than an
 * equation that is not seen, so only what stands alone can be wrong. */

#include "config.h"

#include "ponder-think-arithmetic.h"

#include <math.h>
#include <string.h>

/* Brackets within brackets, and signs and powers in a row. */
#define DEPTH_LIMIT 32
/* Of what a rounded result may differ by, in units of its last digit. */
#define ROUNDING 0.51
#define RELATIVE_ERROR 1e-9

/* One side of an equation while it is read. */
typedef struct
{
  const char *place;
  const char *end;
  guint       depth;
  guint       n_operators;
  guint       decimals;         /* of the last number */
  gboolean    odd;              /* no number, or one that may mean two things */
} Reader;

/* --- signs of all kinds become those of ASCII --- */

static const char *const signs[][2] = {
  { "\\times", "*" }, { "\\cdot", "*" }, { "\\div", "/" }, { "\\(", "`" }, { "\\)", "`" }, { "\\[", "`" },
  { "\\]", "`" }, { "**", "`" }, { "$", "`" }, { "\xc3\x97", "*" }, { "\xc2\xb7", "*" }, { "\xe2\x8b\x85", "*" },
  { "\xc3\xb7", "/" }, { "\xe2\x88\x92", "-" }, { "\xc2\xa0", " " }, { "\xe2\x80\xaf", " " },
};

/* (transfer full) */
static char *
dup_plain (const char *text)
{
  GString *plain = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    g_string_replace (plain, signs[i][0], signs[i][1], 0);
  return g_string_free (plain, FALSE);
}

/* --- one side --- */

static double read_sum (Reader *reader);

static gboolean
enter (Reader *reader)
{
  if (++reader->depth > DEPTH_LIMIT)
    reader->odd = TRUE;
  return !reader->odd;
}

static char
peek (Reader *reader)
{
  while (reader->place < reader->end && *reader->place == ' ')
    reader->place++;
  return reader->place < reader->end ? *reader->place : '\0';
}

static guint
count_digits (const char *place,
              const char *end)
{
  guint n = 0;

  while (place + n < end && g_ascii_isdigit (place[n]))
    n++;
  return n;
}

/* 1,234.5; three digits after a full stop may be thousands elsewhere. */
static double
read_number (Reader *reader)
{
  g_autoptr(GString) digits = g_string_new (NULL);
  guint n = count_digits (reader->place, reader->end);
  gboolean grouped = n <= 3;

  reader->odd |= n == 0;
  g_string_append_len (digits, reader->place, n);
  reader->place += n;
  while (grouped && n > 0 && reader->place < reader->end && *reader->place == ','
         && count_digits (reader->place + 1, reader->end) == 3)
    {
      g_string_append_len (digits, reader->place + 1, 3);
      reader->place += 4;
    }
  reader->decimals = 0;
  if (reader->place < reader->end && *reader->place == '.'
      && (n = count_digits (reader->place + 1, reader->end)) > 0)
    {
      reader->odd |= n == 3;
      reader->decimals = n;
      g_string_append_len (digits, reader->place, n + 1);
      reader->place += n + 1;
    }
  return g_ascii_strtod (digits->str, NULL);
}

static double
read_base (Reader *reader)
{
  double value;

  if (peek (reader) != '(')
    return read_number (reader);
  reader->place++;
  if (!enter (reader))
    return NAN;
  value = read_sum (reader);
  reader->odd |= peek (reader) != ')';
  reader->place += !reader->odd;
  reader->depth--;
  return value;
}

/* Powers bind to the right, and more than a sign does. */
static double
read_power (Reader *reader)
{
  gboolean negative = peek (reader) == '-';
  double value;

  if (!enter (reader))
    return NAN;
  reader->place += negative;
  value = negative ? read_power (reader) : read_base (reader);
  if (!negative && !reader->odd && peek (reader) == '^')
    {
      reader->place++;
      reader->n_operators++;
      value = pow (value, read_power (reader));
    }
  reader->depth--;
  return negative ? -value : value;
}

static double
read_product (Reader *reader)
{
  double value = read_power (reader);

  while (!reader->odd && (peek (reader) == '*' || peek (reader) == '/'))
    {
      gboolean divides = *reader->place++ == '/';
      double other = read_power (reader);

      reader->n_operators++;
      value = divides ? value / other : value * other;
    }
  return value;
}

static double
read_sum (Reader *reader)
{
  double value = read_product (reader);

  while (!reader->odd && (peek (reader) == '+' || peek (reader) == '-'))
    {
      gboolean subtracts = *reader->place++ == '-';
      double other = read_product (reader);

      reader->n_operators++;
      value = subtracts ? value - other : value + other;
    }
  return value;
}

/* FALSE: it is not all numbers and signs. */
static gboolean
read_side (Reader     *reader,
           const char *start,
           const char *end,
           double     *value)
{
  *reader = (Reader) { .place = start, .end = end };
  *value = read_sum (reader);
  return !reader->odd && peek (reader) == '\0' && isfinite (*value);
}

/* --- an equation --- */

/* Commas and full stops are those of a number where a digit follows. */
static gboolean
is_of_side (const char *place)
{
  if (*place == '.' || *place == ',')
    return g_ascii_isdigit (place[1]);
  return *place != '\0' && strchr ("0123456789+-*/^() ", *place) != NULL;
}

static const char *
find_start (const char *text,
            const char *equals)
{
  const char *start = equals;

  while (start > text && is_of_side (start - 1))
    start--;
  return start;
}

static const char *
find_end (const char *equals)
{
  const char *end = equals + 1;

  while (is_of_side (end))
    end++;
  while (end > equals + 1 && strchr ("( ", end[-1]) != NULL)
    end--;
  return end;
}

static const char *
skip_bracket (const char *start,
              const char *equals)
{
  return start + MIN (strspn (start, " )"), (gsize) (equals - start));
}

/* Nothing before @start, nothing after @end belongs to it: "2 million", "x + 3", "50 %". */
static gboolean
stands_alone (const char *text,
              const char *start,
              const char *end)
{
  while (start > text && start[-1] == ' ')
    start--;
  end += strspn (end, " ");
  return (start == text || strchr ("\n\t:;.,`|>=", start[-1]) != NULL)
         && (*end == '\0' || strchr ("\n\t:;.,`|=)", *end) != NULL);
}

static gboolean
is_equals (const char *text,
           const char *place)
{
  return (place == text || strchr ("<>!=:~", place[-1]) == NULL) && place[1] != '=' && place[1] != '>';
}

/* (transfer full) */
static char *
dup_words (const char *start,
           const char *equals,
           const char *end,
           double      value)
{
  g_autofree char *left = g_strstrip (g_strndup (start, equals - start));
  g_autofree char *right = g_strstrip (g_strndup (equals + 1, end - equals - 1));

  return g_strdup_printf ("%s is %.10g, not %s", left, value, right);
}

/* TRUE: it holds. */
static gboolean
check_equation (const char  *text,
                const char  *equals,
                char       **mismatch)
{
  const char *start = skip_bracket (find_start (text, equals), equals);
  const char *end = find_end (equals);
  Reader left, right;
  double value, stated;

  if (!read_side (&left, start, equals, &value) || !read_side (&right, equals + 1, end, &stated)
      || left.n_operators + right.n_operators == 0)
    return FALSE;
  if (fabs (value - stated) <= MAX (ROUNDING * pow (10, -(double) right.decimals), RELATIVE_ERROR * fabs (value)))
    return TRUE;
  if (*mismatch == NULL && left.n_operators > 0 && right.n_operators == 0 && stands_alone (text, start, end))
    *mismatch = dup_words (start, equals, end, value);
  return FALSE;
}

guint
ponder_think_arithmetic_check (const char  *text,
                               char       **mismatch)
{
  g_autofree char *plain = dup_plain (text);
  guint n = 0;

  *mismatch = NULL;
  for (const char *place = strchr (plain, '='); place != NULL; place = strchr (place + 1, '='))
    n += is_equals (plain, place) && check_equation (plain, place, mismatch);
  return n;
}
