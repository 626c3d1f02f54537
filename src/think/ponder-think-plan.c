/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a plan while it is being written, however it is wrapped and wherever it is cut. */

#include "config.h"

#include "ponder-think-plan.h"

#include "ponder-json.h"

#include <string.h>

/* What is shown of a line that cannot be read. */
#define LOST_LENGTH 80
#define DEPTH_LIMIT 32

/* The scanner goes over the text byte by byte and knows of JSON only where strings and brackets begin and end; what
 * stands between two brackets is parsed when it is whole. Prose is skipped. */
struct _PonderThinkPlan
{
  GString  *text;               /* of the plan, without a byte order mark and what is thought aloud before it */
  gsize     next;               /* the scanner is here */
  gsize     start;              /* of the object that is open */
  char      brackets[DEPTH_LIMIT];
  guint     depth;
  gsize     key;                /* where the last string of the outer object began */
  gsize     inner;              /* where an object of a list of tasks began, or 0 */
  guint     n_tasks;
  gsize     answered;           /* what was taken of the answer */
  gboolean  in_string;
  gboolean  escaped;
  gboolean  in_tasks;           /* of one object that has all tasks as a list, the list is open */
  gboolean  line_start;         /* nothing but space stands before in this line */
  gboolean  clean_start;        /* the open object was the first thing in its line */
  gboolean  began;              /* what may come before the plan has been looked for */
  gboolean  direct;
};

void
ponder_think_plan_item_free (PonderThinkPlanItem *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->ask);
  g_free (self->task_kind);
  g_free (self->size);
  g_free (self->query);
  g_strfreev (self->deps);
  g_strfreev (self->outline);
  g_strfreev (self->criteria);
  g_free (self);
}

PonderThinkPlan *
ponder_think_plan_new (void)
{
  PonderThinkPlan *self = g_new0 (PonderThinkPlan, 1);

  self->text = g_string_new (NULL);
  self->line_start = TRUE;
  return self;
}

void
ponder_think_plan_free (PonderThinkPlan *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* --- one object --- */

/* The first of @names that is there. (transfer full) (nullable) */
static char *
dup_first (JsonObject        *object,
           const char *const *names)
{
  for (; *names != NULL; names++)
    {
      g_autofree char *value = ponder_json_dup_scalar (object, *names);

      if (value != NULL && *g_strstrip (value) != '\0')
        return g_steal_pointer (&value);
    }
  return NULL;
}

static void
add_scalar (GStrvBuilder *builder,
            JsonNode     *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_strv_builder_add (builder, json_node_get_string (node));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

      g_strv_builder_add (builder, number);
    }
}

/* A list of strings or numbers, or one of them. (transfer full) */
static GStrv
dup_list (JsonObject *object,
          const char *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_scalar (builder, json_array_get_element (array, i));
    }
  else if (node != NULL)
    {
      add_scalar (builder, node);
    }
  return g_strv_builder_end (builder);
}

static GStrv
dup_deps (JsonObject *object)
{
  static const char *const names[] = { "deps", "depends_on", "dependencies", "needs" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (object, names[i]))
      return dup_list (object, names[i]);
  return g_new0 (char *, 1);
}

static PonderThinkPlanItem *
new_item (PonderThinkPlanItemKind kind)
{
  PonderThinkPlanItem *item = g_new0 (PonderThinkPlanItem, 1);

  item->kind = kind;
  return item;
}

/* (nullable): an object that says nothing of a task. */
static PonderThinkPlanItem *
read_task (JsonObject *object)
{
  static const char *const asks[] = { "ask", "description", "instruction", "task", "question", "prompt", NULL };
  static const char *const titles[] = { "title", "name", "summary", NULL };
  static const char *const ids[] = { "id", "key", "step", NULL };
  static const char *const kinds[] = { "kind", NULL };
  static const char *const sizes[] = { "size", NULL };
  static const char *const queries[] = { "query", NULL };
  g_autoptr(PonderThinkPlanItem) item = new_item (PONDER_THINK_PLAN_ITEM_TASK);

  item->ask = dup_first (object, asks);
  item->title = dup_first (object, titles);
  if (item->ask == NULL && item->title == NULL)
    return NULL;
  item->id = dup_first (object, ids);
  item->task_kind = dup_first (object, kinds);
  item->size = dup_first (object, sizes);
  item->query = dup_first (object, queries);
  item->deps = dup_deps (object);
  return g_steal_pointer (&item);
}

static PonderThinkPlanItem *
read_answer (JsonObject *object)
{
  PonderThinkPlanItem *item = new_item (PONDER_THINK_PLAN_ITEM_ANSWER);

  item->outline = dup_list (object, "outline");
  item->criteria = dup_list (object, "criteria");
  return item;
}

static JsonArray *
get_tasks (JsonObject *object)
{
  static const char *const names[] = { "tasks", "subtasks", "steps", "plan" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (ponder_json_get_array (object, names[i]) != NULL)
      return ponder_json_get_array (object, names[i]);
  return NULL;
}

static void
add_task (PonderThinkPlan *self,
          GPtrArray       *items,
          JsonObject      *object)
{
  PonderThinkPlanItem *item = read_task (object);

  if (item == NULL)
    return;
  self->n_tasks++;
  g_ptr_array_add (items, item);
}

/* One object with everything in it. @tasks_known: they were read while it was written. */
static void
add_whole (PonderThinkPlan *self,
           GPtrArray       *items,
           JsonObject      *object,
           gboolean         tasks_known)
{
  JsonArray *tasks = get_tasks (object);

  for (guint i = 0; !tasks_known && i < json_array_get_length (tasks); i++)
    if (ponder_json_array_object (tasks, i) != NULL)
      add_task (self, items, ponder_json_array_object (tasks, i));
  if (json_object_has_member (object, "outline") || json_object_has_member (object, "criteria"))
    g_ptr_array_add (items, read_answer (object));
}

static void
add_object (PonderThinkPlan *self,
            GPtrArray       *items,
            JsonObject      *object,
            gboolean         tasks_known)
{
  const char *type = ponder_json_get_string (object, "t");

  if (get_tasks (object) != NULL)
    add_whole (self, items, object, tasks_known);
  else if (g_strcmp0 (type, "direct") == 0)
    {
      /* Not when a task was given before: a plan does not change its mind. */
      self->direct = self->n_tasks == 0;
      if (self->direct)
        g_ptr_array_add (items, new_item (PONDER_THINK_PLAN_ITEM_DIRECT));
    }
  else if (g_strcmp0 (type, "answer") == 0 || (type == NULL && json_object_has_member (object, "criteria")))
    g_ptr_array_add (items, read_answer (object));
  else if (g_strcmp0 (type, "end") != 0)
    add_task (self, items, object);
}

/* Something that looks like a line of a plan, and not like a brace in prose. */
static gboolean
looks_planned (const char *text,
               gsize       length)
{
  g_autofree char *copy = g_strndup (text, MIN (length, 400));

  return strstr (copy, "\"t\"") != NULL || strstr (copy, "\"id\"") != NULL || strstr (copy, "\"ask\"") != NULL
         || strstr (copy, "'t'") != NULL || strstr (copy, "'id'") != NULL || strstr (copy, "\"title\"") != NULL;
}

static void
note (GPtrArray              *items,
      PonderThinkPlanItemKind kind,
      const char             *text,
      gsize                   length)
{
  PonderThinkPlanItem *item = new_item (kind);
  g_autofree char *start = g_strndup (text, length);
  g_autofree char *valid = g_utf8_make_valid (start, -1);

  item->ask = g_utf8_substring (valid, 0, MIN (LOST_LENGTH, g_utf8_strlen (valid, -1)));
  g_ptr_array_add (items, item);
}

/* Bytes start..end of the plan are an object, or what is left of one. */
static void
read_object (PonderThinkPlan *self,
             GPtrArray       *items,
             gsize            start,
             gsize            end,
             gboolean         tasks_known)
{
  const char *text = self->text->str + start;
  g_autoptr(JsonObject) object = ponder_json_parse_object (text, (gssize) (end - start), NULL);
  g_autofree char *mended = NULL;

  if (object == NULL)
    {
      if (!looks_planned (text, end - start))
        return;
      mended = ponder_think_mend_json (text, end - start);
      object = ponder_json_parse_object (mended, -1, NULL);
      note (items, object != NULL ? PONDER_THINK_PLAN_ITEM_REPAIRED : PONDER_THINK_PLAN_ITEM_LOST, text, end - start);
    }
  if (object != NULL)
    add_object (self, items, object, tasks_known);
}

/* --- the scanner --- */

static void
go_back_to (PonderThinkPlan *self,
            gsize            place)
{
  self->next = place;
  self->depth = 0;
  self->in_string = self->escaped = self->in_tasks = FALSE;
  self->inner = 0;
  self->line_start = FALSE;
}

static gboolean
key_names_tasks (PonderThinkPlan *self)
{
  const char *key = self->text->str + self->key;

  return g_str_has_prefix (key, "\"tasks\"") || g_str_has_prefix (key, "\"subtasks\"")
         || g_str_has_prefix (key, "\"steps\"") || g_str_has_prefix (key, "\"plan\"");
}

static void
open_bracket (PonderThinkPlan *self,
              char             c)
{
  if (self->depth == 0)
    {
      self->start = self->next;
      self->clean_start = self->line_start;
      self->in_tasks = FALSE;
      self->inner = 0;
    }
  else if (c == '[' && self->depth == 1 && key_names_tasks (self))
    self->in_tasks = TRUE;
  else if (c == '{' && self->depth == 2 && self->in_tasks)
    self->inner = self->next;

  if (self->depth < DEPTH_LIMIT)
    self->brackets[self->depth] = c;
  self->depth++;
}

static void
close_bracket (PonderThinkPlan *self,
               GPtrArray       *items,
               char             c)
{
  char opener = self->depth <= DEPTH_LIMIT ? self->brackets[self->depth - 1] : (c == '}' ? '{' : '[');

  /* The other kind of bracket closes nothing: the mending will see to it. */
  if ((c == '}') != (opener == '{'))
    return;
  self->depth--;
  if (c == '}' && self->depth == 2 && self->inner > 0)
    {
      read_object (self, items, self->inner, self->next + 1, FALSE);
      self->inner = 0;
    }
  else if (c == '}' && self->depth == 0)
    {
      read_object (self, items, self->start, self->next + 1, self->in_tasks);
    }
}

/* A line that begins another object means that the one before was never closed. */
static gboolean
next_line_begins_anew (PonderThinkPlan *self)
{
  const char *next = self->text->str + self->next + 1;

  while (*next == ' ' || *next == '\t' || *next == '\r')
    next++;
  return g_str_has_prefix (next, "{\"t\"") || g_str_has_prefix (next, "{ \"t\"") || g_str_has_prefix (next, "{'t'");
}

static void
end_line (PonderThinkPlan *self,
          GPtrArray       *items)
{
  if (self->depth > 0 && !self->clean_start)
    {
      /* A brace in prose. */
      go_back_to (self, self->start);
    }
  else if (self->depth > 0 && next_line_begins_anew (self))
    {
      read_object (self, items, self->start, self->next, self->in_tasks);
      go_back_to (self, self->next);
    }
  self->line_start = TRUE;
}

static void
scan_string (PonderThinkPlan *self,
             char             c)
{
  if (self->escaped)
    self->escaped = FALSE;
  else if (c == '\\')
    self->escaped = TRUE;
  else if (c == '"')
    self->in_string = FALSE;
}

static void
scan_byte (PonderThinkPlan *self,
           GPtrArray       *items,
           char             c)
{
  if (c == '\n')
    end_line (self, items);
  else if (self->in_string)
    scan_string (self, c);
  else if (c == '{' || (c == '[' && self->depth > 0))
    open_bracket (self, c);
  else if ((c == '}' || c == ']') && self->depth > 0)
    close_bracket (self, items, c);
  else if (c == '"' && self->depth > 0)
    {
      if (self->depth == 1)
        self->key = self->next;
      self->in_string = TRUE;
    }

  if (c != '\n' && c != ' ' && c != '\t' && c != '\r' && c != '[' && c != ',')
    self->line_start = FALSE;
}

/* Whether the line after a line end can be told apart needs its beginning. */
static gboolean
can_scan (PonderThinkPlan *self,
          gboolean         finished)
{
  const char *next = self->text->str + self->next;

  if (finished || *next != '\n' || self->depth == 0)
    return TRUE;
  next++;
  next += strspn (next, " \t\r");
  return strlen (next) >= strlen ("{ \"t\"") || strchr (next, '\n') != NULL || (*next != '\0' && *next != '{');
}

static void
scan (PonderThinkPlan *self,
      GPtrArray       *items,
      gboolean         finished)
{
  while (!self->direct && self->next < self->text->len && can_scan (self, finished))
    {
      scan_byte (self, items, self->text->str[self->next]);
      self->next++;
    }
  if (self->direct && self->answered == 0)
    self->answered = self->next;
}

/* What is thought aloud before the plan is none of it. FALSE: more of it has to come first. */
static gboolean
skip_thoughts (PonderThinkPlan *self,
               gboolean         finished)
{
  static const char open[] = "<think>";
  static const char close[] = "</think>";
  gsize start;
  char *end;

  if (self->began)
    return TRUE;
  if (g_str_has_prefix (self->text->str, "\xef\xbb\xbf"))
    g_string_erase (self->text, 0, 3);
  start = strspn (self->text->str, " \t\r\n");
  if (!finished && self->text->len - start < strlen (open)
      && g_str_has_prefix (open, self->text->str + start))
    return FALSE;
  if (g_str_has_prefix (self->text->str + start, open))
    {
      if (!(end = strstr (self->text->str, close)))
        return finished;
      g_string_erase (self->text, 0, end + strlen (close) - self->text->str);
    }
  self->began = TRUE;
  return TRUE;
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_plan_item_free);
}

GPtrArray *
ponder_think_plan_append (PonderThinkPlan *self,
                          const char      *text)
{
  GPtrArray *items = new_items ();

  g_string_append (self->text, text);
  if (skip_thoughts (self, FALSE))
    scan (self, items, FALSE);
  return items;
}

GPtrArray *
ponder_think_plan_finish (PonderThinkPlan *self)
{
  GPtrArray *items = new_items ();

  skip_thoughts (self, TRUE);
  scan (self, items, TRUE);
  if (!self->direct && self->depth > 0)
    {
      gsize start = self->inner > 0 ? self->inner : self->start;

      if (self->clean_start && (self->inner > 0 || !self->in_tasks))
        read_object (self, items, start, self->text->len, FALSE);
    }
  if (!self->direct && self->n_tasks == 0)
    {
      g_autoptr(GPtrArray) lines = ponder_think_plan_read_lines (self->text->str);

      self->n_tasks = lines->len;
      g_ptr_array_extend_and_steal (items, g_steal_pointer (&lines));
    }
  return items;
}

char *
ponder_think_plan_take_answer (PonderThinkPlan *self)
{
  const char *text = self->text->str + self->answered;
  gsize space = 0;

  if (!self->direct)
    return g_strdup ("");
  /* Until it begins. */
  if (self->answered == self->next)
    space = strspn (text, " \t\r\n");
  if (text[space] == '\0')
    return g_strdup ("");
  self->answered = self->text->len;
  self->next = 0;
  return g_strdup (text + space);
}
