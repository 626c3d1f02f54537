/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a few strings out of JSON text of a known shape without building nodes. */

#include "config.h"

#include "ponder-json-scanner.h"

#include "ponder-json-lexer-private.h"

#include <string.h>

/* Rules seen are bits. */
#define RULE_LIMIT 32

#define ROOT 0

/* Owned by whoever reads a stream; its strings are used again for each text. Recursion goes no deeper than the
 * shape does. */
struct _PonderJsonScanner
{
  const PonderShapeRule *shape;
  guint                  n_rules;
  GString               *scratch;
  GString               *texts[PONDER_SHAPE_N_TEXTS];
  guint32                seen;          /* rules that have had their value */
  guint32                needed;        /* those that must have had one */
  guint                  present;       /* texts */
};

static gboolean scan_value (PonderJsonScanner *self, PonderJsonLexer *lexer, guint rule);

PonderJsonScanner *
ponder_json_scanner_new (const PonderShapeRule *shape)
{
  PonderJsonScanner *self = g_new0 (PonderJsonScanner, 1);

  self->shape = shape;
  self->scratch = g_string_new (NULL);
  while (shape[self->n_rules].name == NULL || *shape[self->n_rules].name != '\0')
    self->n_rules++;
  g_assert (self->n_rules > 0 && self->n_rules <= RULE_LIMIT);
  for (guint i = 0; i < self->n_rules; i++)
    {
      if (shape[i].kind == PONDER_SHAPE_MUST_BE)
        self->needed |= 1u << i;
    }
  for (guint i = 0; i < PONDER_SHAPE_N_TEXTS; i++)
    self->texts[i] = g_string_new (NULL);
  return self;
}

void
ponder_json_scanner_free (PonderJsonScanner *self)
{
  g_string_free (self->scratch, TRUE);
  for (guint i = 0; i < PONDER_SHAPE_N_TEXTS; i++)
    g_string_free (self->texts[i], TRUE);
  g_free (self);
}

/* Takes a string. Most have no escapes and need no copy. */
static gboolean
scan_string (PonderJsonLexer  *lexer,
             const char      **words,
             gsize            *length)
{
  if (ponder_json_lexer_take_plain_string (lexer, words, length))
    return TRUE;
  if (!ponder_json_lexer_take (lexer, '"') || ponder_json_lexer_read_string (lexer) != NULL)
    return FALSE;
  *words = lexer->scratch->str;
  *length = lexer->scratch->len;
  return TRUE;
}

static gboolean
is_same (const char *words,
         gsize       length,
         const char *other)
{
  return other != NULL && strncmp (other, words, length) == 0 && other[length] == '\0';
}

/* The rule for a member of the object @parent; the root, which is in nothing, when there is none. */
static guint
find_member (PonderJsonScanner *self,
             guint              parent,
             const char        *name,
             gsize              length)
{
  for (guint i = ROOT + 1; i < self->n_rules; i++)
    {
      if (self->shape[i].parent == parent && is_same (name, length, self->shape[i].name))
        return i;
    }
  return ROOT;
}

static guint
find_element (PonderJsonScanner *self,
              guint              parent)
{
  for (guint i = ROOT + 1; i < self->n_rules; i++)
    {
      if (self->shape[i].parent == parent && self->shape[i].name == NULL)
        return i;
    }
  return ROOT;
}

static gboolean
scan_scalar (PonderJsonLexer *lexer)
{
  const char *words;
  gsize length;
  gboolean is_whole;

  if (lexer->at < lexer->end && *lexer->at == '"')
    return scan_string (lexer, &words, &length);
  return ponder_json_lexer_take_word (lexer, "null")
         || ponder_json_lexer_take_word (lexer, "true")
         || ponder_json_lexer_take_word (lexer, "false")
         || ponder_json_lexer_skip_number (lexer, &is_whole);
}

static gboolean
scan_is (PonderJsonLexer *lexer,
         const char      *expected)
{
  const char *words;
  gsize length;

  return scan_string (lexer, &words, &length) && is_same (words, length, expected);
}

/* "0", and not the beginning of "0.5". */
static gboolean
scan_zero (PonderJsonLexer *lexer)
{
  const char *first = lexer->at;
  gboolean is_whole;

  return ponder_json_lexer_skip_number (lexer, &is_whole) && lexer->at - first == 1 && *first == '0';
}

static gboolean
scan_text (PonderJsonScanner *self,
           PonderJsonLexer   *lexer,
           guint              text)
{
  const char *words;
  gsize length;

  if (ponder_json_lexer_take_word (lexer, "null"))
    return TRUE;
  if (!scan_string (lexer, &words, &length))
    return FALSE;
  g_string_truncate (self->texts[text], 0);
  g_string_append_len (self->texts[text], words, (gssize) length);
  self->present |= 1u << text;
  return TRUE;
}

static gboolean
scan_member (PonderJsonScanner *self,
             PonderJsonLexer   *lexer,
             guint              object)
{
  const char *name;
  gsize length;
  guint rule;

  ponder_json_lexer_skip_space (lexer);
  if (!scan_string (lexer, &name, &length))
    return FALSE;
  rule = find_member (self, object, name, length);
  ponder_json_lexer_skip_space (lexer);
  return rule != ROOT && ponder_json_lexer_take (lexer, ':') && scan_value (self, lexer, rule);
}

static gboolean
scan_element (PonderJsonScanner *self,
              PonderJsonLexer   *lexer,
              guint              array)
{
  guint rule = find_element (self, array);

  return rule != ROOT && scan_value (self, lexer, rule);
}

static gboolean
scan_container (PonderJsonScanner *self,
                PonderJsonLexer   *lexer,
                guint              rule)
{
  gboolean is_object = self->shape[rule].kind == PONDER_SHAPE_OBJECT;
  char close = is_object ? '}' : ']';

  if (!ponder_json_lexer_take (lexer, is_object ? '{' : '['))
    return FALSE;
  ponder_json_lexer_skip_space (lexer);
  if (ponder_json_lexer_take (lexer, close))
    return TRUE;
  do
    {
      if (!(is_object ? scan_member (self, lexer, rule) : scan_element (self, lexer, rule)))
        return FALSE;
      ponder_json_lexer_skip_space (lexer);
    }
  while (ponder_json_lexer_take (lexer, ','));
  return ponder_json_lexer_take (lexer, close);
}

static gboolean
scan_value (PonderJsonScanner *self,
            PonderJsonLexer   *lexer,
            guint              rule)
{
  const PonderShapeRule *shape = &self->shape[rule];

  if (self->seen & (1u << rule))
    return FALSE;
  self->seen |= 1u << rule;
  ponder_json_lexer_skip_space (lexer);
  switch (shape->kind)
    {
    case PONDER_SHAPE_OBJECT:
    case PONDER_SHAPE_ARRAY:
      return scan_container (self, lexer, rule);
    case PONDER_SHAPE_SCALAR:
      return scan_scalar (lexer);
    case PONDER_SHAPE_NULL:
      return ponder_json_lexer_take_word (lexer, "null");
    case PONDER_SHAPE_FALSE:
      return ponder_json_lexer_take_word (lexer, "false");
    case PONDER_SHAPE_ZERO:
      return scan_zero (lexer);
    case PONDER_SHAPE_IS:
    case PONDER_SHAPE_MUST_BE:
      return scan_is (lexer, shape->is);
    case PONDER_SHAPE_TEXT:
      return scan_text (self, lexer, shape->text);
    }
  g_assert_not_reached ();
}

gboolean
ponder_json_scanner_scan (PonderJsonScanner *self,
                          const char        *data,
                          gsize              length)
{
  PonderJsonLexer lexer = { data, data, data + length, self->scratch };

  self->seen = 0;
  self->present = 0;
  if (!scan_value (self, &lexer, ROOT))
    return FALSE;
  ponder_json_lexer_skip_space (&lexer);
  return lexer.at == lexer.end && (self->seen & self->needed) == self->needed;
}

const char *
ponder_json_scanner_get_text (PonderJsonScanner *self,
                              guint              text)
{
  return self->present & (1u << text) ? self->texts[text]->str : NULL;
}
