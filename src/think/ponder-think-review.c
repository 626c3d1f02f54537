/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a review says, what edits do to an answer, and which of two answers is the better one. */

#include "config.h"

#include "ponder-think-review.h"

#include "ponder-json.h"
#include "ponder-think-plan.h"

#include <math.h>
#include <string.h>

static void
remark_free (gpointer data)
{
  PonderThinkRemark *self = data;

  g_free (self->severity);
  g_free (self->issue);
  g_free (self->quote);
  g_free (self->task);
  g_free (self->fix);
  g_free (self);
}

static void
edit_free (gpointer data)
{
  PonderThinkEdit *self = data;

  g_free (self->find);
  g_free (self->replace);
  g_free (self);
}

/* --- lines of JSON --- */

/* (nullable) (transfer full) */
static JsonObject *
parse_line (const char *line)
{
  const char *start = strchr (line, '{');
  g_autofree char *mended = NULL;

  if (start == NULL)
    return NULL;
  mended = ponder_think_mend_json (start, strlen (start));
  return ponder_json_parse_object (mended, -1, NULL);
}

static void
add_parsed (GPtrArray *objects,
            JsonObject *object)
{
  JsonArray *issues = ponder_json_get_array (object, "issues");

  for (guint i = 0; issues != NULL && i < json_array_get_length (issues); i++)
    if (ponder_json_array_object (issues, i) != NULL)
      g_ptr_array_add (objects, json_object_ref (ponder_json_array_object (issues, i)));
  g_ptr_array_add (objects, json_object_ref (object));
}

/* One object a line, or all in one. (element-type JsonObject) (transfer full) */
static GPtrArray *
parse (const char *text)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  const char *start = strchr (text, '{');
  const char *end = strrchr (text, '}');
  g_autoptr(JsonObject) whole = NULL;
  g_auto(GStrv) lines = NULL;

  if (start != NULL && end > start && (whole = ponder_json_parse_object (start, end + 1 - start, NULL)))
    {
      add_parsed (objects, whole);
      return objects;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonObject) object = parse_line (lines[i]);

      if (object != NULL)
        add_parsed (objects, object);
    }
  return objects;
}

/* --- quotes --- */

/* Letters and digits, small; everything else is one space. (transfer full) */
static char *
dup_words (const char *text)
{
  g_autofree char *small = g_utf8_casefold (text, -1);
  GString *words = g_string_new (NULL);

  for (const char *c = small; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (words, letter);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  return g_strchomp (g_string_free (words, FALSE));
}

gboolean
ponder_think_review_locate (const char *quote,
                            const char *answer)
{
  g_autofree char *wanted = dup_words (quote);
  g_autofree char *words = dup_words (answer);

  return *wanted != '\0' && strstr (words, wanted) != NULL;
}

/* --- the review --- */

static const char *
get_severity (JsonObject *object)
{
  const char *severity = ponder_json_get_string (object, "severity");

  if (g_strcmp0 (severity, "blocker") == 0 || g_strcmp0 (severity, "critical") == 0)
    return "blocker";
  return g_strcmp0 (severity, "major") == 0 ? "major" : "minor";
}

static char *
dup_or_empty (JsonObject *object,
              const char *member)
{
  const char *value = ponder_json_get_string (object, member);

  return g_strdup (value != NULL ? value : "");
}

static void
add_remark (PonderThinkReview *self,
            JsonObject        *object,
            const char        *answer)
{
  PonderThinkRemark *remark = g_new0 (PonderThinkRemark, 1);

  remark->severity = g_strdup (get_severity (object));
  remark->issue = dup_or_empty (object, "issue");
  remark->quote = dup_or_empty (object, "quote");
  remark->fix = dup_or_empty (object, "fix");
  remark->task = g_strdup (ponder_json_get_string (object, "task"));
  remark->located = ponder_think_review_locate (remark->quote, answer);
  g_ptr_array_add (self->remarks, remark);
}

static void
read_criteria (JsonObject   *object,
               GStrvBuilder *met,
               GStrvBuilder *unmet)
{
  JsonArray *criteria = ponder_json_get_array (object, "criteria");

  for (guint i = 0; criteria != NULL && i < json_array_get_length (criteria); i++)
    {
      JsonObject *entry = ponder_json_array_object (criteria, i);
      const char *words = ponder_json_get_string (entry, "c");

      if (words != NULL)
        g_strv_builder_add (ponder_json_get_boolean (entry, "met", FALSE) ? met : unmet, words);
    }
}

static gboolean
is_serious (const PonderThinkRemark *remark)
{
  return remark->located && strcmp (remark->severity, "minor") != 0;
}

static gboolean
find_pass (PonderThinkReview *self)
{
  for (guint i = 0; i < self->remarks->len; i++)
    if (is_serious (g_ptr_array_index (self->remarks, i)))
      return FALSE;
  return self->unmet[0] == NULL;
}

PonderThinkReview *
ponder_think_review_new (const char *text,
                         const char *answer)
{
  g_autoptr(PonderThinkReview) self = g_new0 (PonderThinkReview, 1);
  g_autoptr(GPtrArray) objects = parse (text);
  g_autoptr(GStrvBuilder) met = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) unmet = g_strv_builder_new ();

  self->remarks = g_ptr_array_new_with_free_func (remark_free);
  self->score = NAN;
  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *object = g_ptr_array_index (objects, i);

      if (ponder_json_get_string (object, "issue") != NULL)
        add_remark (self, object, answer);
      ponder_json_get_double (object, "score", &self->score);
      read_criteria (object, met, unmet);
    }
  if (!(self->score >= 0 && self->score <= 10))
    self->score = NAN;
  self->met = g_strv_builder_end (met);
  self->unmet = g_strv_builder_end (unmet);
  if (self->remarks->len == 0 && isnan (self->score) && self->met[0] == NULL && self->unmet[0] == NULL)
    return NULL;
  self->passed = find_pass (self);
  return g_steal_pointer (&self);
}

void
ponder_think_review_free (PonderThinkReview *self)
{
  g_ptr_array_unref (self->remarks);
  g_strfreev (self->met);
  g_strfreev (self->unmet);
  g_free (self);
}

/* --- edits --- */

/* A place that is found twice is not the one that was meant. */
static void
apply_edit (PonderThinkEdit *edit,
            GString         *text)
{
  char *place = *edit->find != '\0' ? strstr (text->str, edit->find) : NULL;

  if (place == NULL || strstr (place + 1, edit->find) != NULL)
    return;
  edit->applied = TRUE;
  g_string_replace (text, edit->find, edit->replace, 1);
}

GPtrArray *
ponder_think_review_edit (const char  *text,
                          const char  *answer,
                          char       **edited)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func (edit_free);
  g_autoptr(GPtrArray) objects = parse (text);
  GString *result = g_string_new (answer);

  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *object = g_ptr_array_index (objects, i);
      PonderThinkEdit *edit;

      if (ponder_json_get_string (object, "find") == NULL || ponder_json_get_string (object, "replace") == NULL)
        continue;
      edit = g_new0 (PonderThinkEdit, 1);
      edit->find = dup_or_empty (object, "find");
      edit->replace = dup_or_empty (object, "replace");
      apply_edit (edit, result);
      g_ptr_array_add (edits, edit);
    }
  *edited = g_string_free (result, FALSE);
  return edits;
}

int
ponder_think_review_judge (const char *text)
{
  g_autoptr(GPtrArray) objects = parse (text);

  for (guint i = objects->len; i > 0; i--)
    {
      const char *winner = ponder_json_get_string (g_ptr_array_index (objects, i - 1), "winner");

      if (winner != NULL)
        return g_ascii_strcasecmp (winner, "A") == 0 ? 1 : g_ascii_strcasecmp (winner, "B") == 0 ? -1 : 0;
    }
  return 0;
}

int
ponder_think_review_verify (const char  *text,
                            char       **why)
{
  g_autoptr(GPtrArray) objects = parse (text);

  *why = NULL;
  for (guint i = objects->len; i > 0; i--)
    {
      JsonObject *object = g_ptr_array_index (objects, i - 1);
      JsonNode *ok = json_object_get_member (object, "ok");

      if (ok == NULL)
        continue;
      *why = g_strdup (ponder_json_get_string (object, "why"));
      if (!JSON_NODE_HOLDS_VALUE (ok) || json_node_get_value_type (ok) != G_TYPE_BOOLEAN)
        return 0;
      return json_node_get_boolean (ok) ? 1 : -1;
    }
  return 0;
}
