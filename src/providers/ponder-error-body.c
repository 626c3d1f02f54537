/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error's body says, whatever its shape. Pure. */

#include "config.h"

#include "ponder-error-body.h"

#include "ponder-json.h"

#include <string.h>

/* Of a body that is not JSON; its beginning says what there is to say. */
#define PLAIN_LIMIT 200

/* Gateways put the JSON of the server behind them into a string, some of them twice. */
#define NESTING_LIMIT 4

static void take_node (PonderErrorBody *self, JsonNode *node, guint depth);
static void take_object (PonderErrorBody *self, JsonObject *object, guint depth);

static void
add_name (PonderErrorBody *self,
          const char      *name)
{
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  if (lower != NULL && *lower != '\0')
    g_string_append_printf (self->names, "%s\n", lower);
}

/* A whole number is an HTTP status, a word is a name. */
static void
take_code (PonderErrorBody *self,
           JsonObject      *object,
           const char      *member)
{
  g_autofree char *code = ponder_json_dup_scalar (object, member);
  guint64 status;

  if (code == NULL)
    return;
  if (g_ascii_string_to_unsigned (code, 10, 400, 599, &status, NULL))
    self->status = self->status != 0 ? self->status : (guint) status;
  else
    add_name (self, code);
}

static void
take_text (PonderErrorBody *self,
           const char      *text,
           guint            depth)
{
  g_autoptr(JsonNode) nested = NULL;
  char *joined;

  while (text != NULL && g_ascii_isspace (*text))
    text++;
  if (text == NULL || *text == '\0')
    return;
  if ((*text == '{' || *text == '[') && depth < NESTING_LIMIT
      && (nested = ponder_json_parse (text, -1, NULL)))
    {
      take_node (self, nested, depth + 1);
      return;
    }
  if (self->message != NULL && strstr (self->message, text) != NULL)
    return;
  joined = self->message != NULL ? g_strconcat (self->message, ": ", text, NULL) : g_strdup (text);
  g_free (self->message);
  self->message = joined;
}

/* {"detail": "…"}, {"detail": {…}} and {"detail": [{"loc": […], "msg": "…"}]} */
static void
take_detail (PonderErrorBody *self,
             JsonObject      *object,
             guint            depth)
{
  JsonArray *list = ponder_json_get_array (object, "detail");
  JsonObject *first = list != NULL ? ponder_json_array_object (list, 0) : NULL;
  JsonObject *inner = ponder_json_get_object (object, "detail");

  take_text (self, ponder_json_get_string (object, "detail"), depth);
  if (inner != NULL && depth < NESTING_LIMIT)
    take_object (self, inner, depth + 1);
  take_text (self, ponder_json_get_string (first, "msg"), depth);
}

static void
keep (char       **member,
      const char  *value)
{
  if (*member == NULL && value != NULL && *value != '\0')
    *member = g_strdup (value);
}

/* Google: why, which quota, and how long to wait. */
static void
take_google_details (PonderErrorBody *self,
                     JsonArray       *details)
{
  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonObject *detail = ponder_json_array_object (details, i);
      JsonArray *violations = ponder_json_get_array (detail, "violations");
      const char *delay = ponder_json_get_string (detail, "retryDelay");

      add_name (self, ponder_json_get_string (detail, "reason"));
      for (guint j = 0; violations != NULL && j < json_array_get_length (violations); j++)
        add_name (self,
                  ponder_json_get_string (ponder_json_array_object (violations, j), "quotaId"));
      keep (&self->retry_after, delay);
    }
}

/* OpenRouter: what the server behind it said, why a filter blocked it, and when a limit ends. */
static void
take_metadata (PonderErrorBody *self,
               JsonObject      *metadata,
               guint            depth)
{
  JsonObject *headers = ponder_json_get_object (metadata, "headers");
  JsonArray *reasons = ponder_json_get_array (metadata, "reasons");
  g_autofree char *reset = NULL;

  if (metadata == NULL)
    return;
  add_name (self, ponder_json_get_string (metadata, "error_type"));
  add_name (self, ponder_json_get_string (metadata, "limit_source"));
  if (json_object_has_member (metadata, "reasons")
      || json_object_has_member (metadata, "flagged_input"))
    add_name (self, "moderation");
  keep (&self->reason, ponder_json_array_string (reasons, 0));
  if (headers != NULL)
    reset = ponder_json_dup_scalar (headers, "X-RateLimit-Reset");
  keep (&self->retry_after, reset);
  take_text (self, ponder_json_get_string (metadata, "raw"), depth);
}

/* "temperature", but not "messages[3]": what was said is no setting. */
static gboolean
is_setting (const char *parameter)
{
  static const char *const contents[] = { "input", "messages", "model", "prompt", NULL };

  return parameter != NULL && strpbrk (parameter, "[ ") == NULL
         && !g_strv_contains (contents, parameter);
}

/* {"message", "type", "code", "status", …} */
static void
take_fields (PonderErrorBody *self,
             JsonObject      *object,
             guint            depth)
{
  JsonObject *inner = ponder_json_get_object (object, "innererror");
  JsonObject *message = ponder_json_get_object (object, "message");

  take_code (self, object, "code");
  take_code (self, object, "status");
  take_code (self, object, "status_code");
  add_name (self, ponder_json_get_string (object, "type"));
  add_name (self, ponder_json_get_string (object, "__type"));
  add_name (self, ponder_json_get_string (object, "reason"));
  add_name (self, ponder_json_get_string (inner, "code"));
  if (is_setting (ponder_json_get_string (object, "param")))
    keep (&self->parameter, ponder_json_get_string (object, "param"));
  if (self->context_size == 0)
    ponder_json_get_int (object, "n_ctx", &self->context_size);
  take_text (self, ponder_json_get_string (object, "message"), depth);
  if (message != NULL && depth < NESTING_LIMIT)
    take_object (self, message, depth + 1);
  take_google_details (self, ponder_json_get_array (object, "details"));
  take_metadata (self, ponder_json_get_object (object, "metadata"), depth);
  take_detail (self, object, depth);
}

/* The object that stands where an error stands: {"error": …}, a choice's, a response's. */
static void
take_nested (PonderErrorBody *self,
             JsonObject      *object,
             guint            depth)
{
  JsonObject *error = ponder_json_get_object (object, "error");
  const char *text = ponder_json_get_string (object, "error");

  take_text (self, text, depth);
  if (error != NULL && depth < NESTING_LIMIT)
    take_object (self, error, depth + 1);
}

static void
take_object (PonderErrorBody *self,
             JsonObject      *object,
             guint            depth)
{
  JsonArray *choices = ponder_json_get_array (object, "choices");

  take_nested (self, object, depth);
  take_nested (self, choices != NULL ? ponder_json_array_object (choices, 0) : NULL, depth);
  take_nested (self, ponder_json_get_object (object, "response"), depth);
  take_nested (self, ponder_json_get_object (object, "x_groq"), depth);
  take_fields (self, object, depth);
  keep (&self->request_id, ponder_json_get_string (object, "request_id"));
}

static void
take_node (PonderErrorBody *self,
           JsonNode        *node,
           guint            depth)
{
  JsonObject *object = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    object = ponder_json_array_object (json_node_get_array (node), 0);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    take_text (self, json_node_get_string (node), depth);

  if (object != NULL)
    take_object (self, object, depth);
}

/* The words of a page without its tags, scripts and styles. */
static char *
strip_tags (const char *text)
{
  GString *words = g_string_new (NULL);
  const char *close = NULL;

  for (const char *c = text; *c != '\0' && words->len < PLAIN_LIMIT; c++)
    {
      if (close == NULL && *c == '<')
        close = g_ascii_strncasecmp (c, "<style", 6) == 0 ? "</style"
                : g_ascii_strncasecmp (c, "<script", 7) == 0 ? "</script" : "";
      if (close != NULL && *close != '\0' && g_ascii_strncasecmp (c, close, strlen (close)) == 0)
        close = "";
      if (close == NULL && !g_ascii_isspace (*c))
        g_string_append_c (words, *c);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
      if (close != NULL && *close == '\0' && *c == '>')
        close = NULL;
    }
  return g_strchomp (g_string_free (words, FALSE));
}

static void
take_plain (PonderErrorBody *self,
            const char      *data,
            gsize            length)
{
  g_autofree char *text = g_utf8_make_valid (data, MIN (length, 16 * 1024));
  g_autofree char *words = self->html ? strip_tags (text) : g_strndup (text, PLAIN_LIMIT);
  g_autofree char *valid = g_utf8_make_valid (words, -1);

  g_strstrip (valid);
  if (*valid != '\0')
    self->message = g_steal_pointer (&valid);
}

/* A page where an answer should be. */
static gboolean
is_html (const char *data,
         gsize       length)
{
  static const char *const starts[] = { "<!doctype", "<html", "<head", "<body", "<!--", "<title" };
  gsize i = 0;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    i = 3;
  while (i < length && g_ascii_isspace (data[i]))
    i++;
  for (guint j = 0; j < G_N_ELEMENTS (starts); j++)
    {
      gsize n = strlen (starts[j]);

      if (length - i >= n && g_ascii_strncasecmp (data + i, starts[j], n) == 0)
        return TRUE;
    }
  return FALSE;
}

PonderErrorBody *
ponder_error_body_new (const char *data,
                       gsize       length)
{
  PonderErrorBody *self = g_new0 (PonderErrorBody, 1);
  g_autoptr(JsonNode) node = NULL;

  self->names = g_string_new ("\n");
  if (length == 0)
    return self;

  self->html = is_html (data, length);
  /* Whatever is no JSON is taken as words. */
  if (!self->html)
    node = ponder_json_parse (data, length, NULL);
  if (node != NULL)
    take_node (self, node, 0);
  else
    take_plain (self, data, length);
  return self;
}

void
ponder_error_body_free (PonderErrorBody *self)
{
  g_string_free (self->names, TRUE);
  g_free (self->message);
  g_free (self->retry_after);
  g_free (self->request_id);
  g_free (self->parameter);
  g_free (self->reason);
  g_free (self);
}

gboolean
ponder_error_body_has_name (const PonderErrorBody *self,
                            const char            *name)
{
  gsize length = strlen (name);
  gboolean is_prefix = name[length - 1] == '*';
  g_autofree char *wanted = g_strdup_printf ("\n%.*s%s", (int) (is_prefix ? length - 1 : length),
                                             name, is_prefix ? "" : "\n");

  return strstr (self->names->str, wanted) != NULL;
}
