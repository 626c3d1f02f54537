/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From md4c's events to blocks. Quotes and lists are only counted, so nothing recurses. */

#include "config.h"

#include "ponder-formula.h"
#include "ponder-limits.h"
#include "ponder-markdown-text.h"

#include <string.h>
#include <time.h>

/* Reading the clock is a system call. */
#define EVENTS_PER_CLOCK 32

#define REPLACEMENT "\xef\xbf\xbd"

typedef struct
{
  guint next;                   /* number of the next item; of an ordered list */
  char delimiter;               /* '.' or ')'; '\0' for a list with bullets */
  gboolean tight;
} List;

/* Lives on the stack of ponder_markdown_build(). */
typedef struct
{
  const PonderMarkdownSource *source;
  gint64 deadline;
  guint n_events;
  gboolean late;

  GPtrArray *blocks;
  PonderBlock *leaf;            /* (nullable) the block that is open, already in blocks */
  PonderMarkdownText text;      /* of the leaf, or of its table cell */

  GArray *lists;                /* of List, the innermost last */
  guint quote_depth;
  guint64 quote_places;         /* as in a block */
  char *marker;                 /* (nullable) of an item whose first block has not come yet */

  PonderBlock *code;            /* (nullable) the last code block, already in blocks */
  gboolean fenced;              /* of the last code block */
  gsize code_end;               /* behind its last character but spaces in the source, or 0 */
} Builder;

gint64
ponder_markdown_get_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Not the time on the wall: a busy computer must not turn a message into plain text. What the
 * callbacks return; md4c 0.4.8 overlooks it at the end of a link, so it is told again. */
static int
is_late (Builder *self)
{
  if (self->n_events++ % EVENTS_PER_CLOCK == 0 && ponder_markdown_get_clock () >= self->deadline)
    self->late = TRUE;
  return self->late;
}

/* A block beside the leaf, or the leaf itself as long as it has nothing. */
static PonderBlock *
next_block (Builder *self)
{
  PonderBlock *block;

  if (self->leaf->text == NULL && self->leaf->code == NULL)
    return self->leaf;
  block = ponder_block_new_beside (self->leaf);
  block->kind = self->leaf->heading_level > 0 ? PONDER_BLOCK_HEADING : PONDER_BLOCK_PARAGRAPH;
  g_ptr_array_add (self->blocks, block);
  return block;
}

static void
add_text (Builder      *self,
          PonderInline *text)
{
  g_autoptr(GPtrArray) pieces = NULL;

  ponder_inline_join_formulas (text);
  pieces = ponder_inline_take_apart (text);
  g_ptr_array_set_free_func (pieces, NULL);
  for (guint i = 0; i < pieces->len; i++)
    next_block (self)->text = g_ptr_array_index (pieces, i);
}

static void
add_formula (Builder      *self,
             PonderInline *text)
{
  PonderBlock *block = next_block (self);

  block->kind = PONDER_BLOCK_MATH;
  block->code = ponder_formula_dup_tex (text->text, strlen (text->text), &block->closed);
  ponder_inline_free (text);
}

static void
finish_text (Builder *self)
{
  PonderInline *text = ponder_markdown_text_take_inline (&self->text);
  g_autoptr(GPtrArray) pieces = NULL;

  if (self->leaf->kind == PONDER_BLOCK_HEADING || !(pieces = ponder_inline_split_formulas (text)))
    {
      add_text (self, text);
      return;
    }
  g_ptr_array_set_free_func (pieces, NULL);
  for (guint i = 0; i < pieces->len; i++)
    {
      PonderInline *piece = g_ptr_array_index (pieces, i);

      if (ponder_inline_is_formula (piece))
        add_formula (self, piece);
      else
        add_text (self, piece);
    }
  ponder_inline_free (text);
}

static void
finish_leaf (Builder *self)
{
  if (self->leaf == NULL)
    return;
  switch (self->leaf->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      finish_text (self);
      break;
    case PONDER_BLOCK_CODE:
    case PONDER_BLOCK_MATH:
      self->leaf->code = ponder_markdown_text_take_code (&self->text);
      break;
    case PONDER_BLOCK_TABLE:
      self->leaf->n_rows = self->leaf->cells->len / self->leaf->n_columns;
      self->text.in_cell = FALSE;
      break;
    case PONDER_BLOCK_RULE:
      break;
    }
  self->leaf = NULL;
}

static PonderBlock *
begin_leaf (Builder         *self,
            PonderBlockKind  kind)
{
  PonderBlock *leaf = ponder_block_new (kind);

  finish_leaf (self);
  leaf->quote_depth = MIN (self->quote_depth, PONDER_MARKDOWN_DEPTH_LIMIT);
  leaf->list_depth = MIN (self->lists->len, PONDER_MARKDOWN_DEPTH_LIMIT);
  leaf->quote_places = self->quote_places;
  leaf->marker = g_steal_pointer (&self->marker);
  if (self->lists->len > 0)
    leaf->tight = g_array_index (self->lists, List, self->lists->len - 1).tight;
  g_ptr_array_add (self->blocks, leaf);
  self->leaf = leaf;
  return leaf;
}

/* Of the innermost quote or list. Those that are deeper than blocks can be have none. */
static guint64
get_place (Builder *self)
{
  guint depth = self->quote_depth + self->lists->len;

  return depth <= 2 * PONDER_MARKDOWN_DEPTH_LIMIT ? G_GUINT64_CONSTANT (1) << (depth - 1) : 0;
}

static void
begin_quote (Builder *self)
{
  finish_leaf (self);
  self->quote_depth++;
  self->quote_places |= get_place (self);
}

static void
finish_quote (Builder *self)
{
  finish_leaf (self);
  self->quote_places &= ~get_place (self);
  self->quote_depth--;
}

static void
begin_list (Builder  *self,
            guint     first,
            char      delimiter,
            gboolean  tight)
{
  List list = { first, delimiter, tight };

  finish_leaf (self);
  g_array_append_val (self->lists, list);
}

static void
begin_numbered_list (Builder                  *self,
                     const MD_BLOCK_OL_DETAIL *detail)
{
  begin_list (self, detail->start, detail->mark_delimiter, detail->is_tight != 0);
}

static void
begin_item (Builder                  *self,
            const MD_BLOCK_LI_DETAIL *detail)
{
  List *list = &g_array_index (self->lists, List, self->lists->len - 1);

  finish_leaf (self);
  g_free (self->marker);
  if (detail->is_task)
    self->marker = g_strdup (detail->task_mark == ' ' ? "☐" : "☑");
  else if (list->delimiter != '\0')
    self->marker = g_strdup_printf ("%u%c", list->next++, list->delimiter);
  else
    self->marker = g_strdup ("•");
}

static void
finish_item (Builder *self)
{
  /* An empty item still shows its mark. */
  if (self->marker != NULL)
    begin_leaf (self, PONDER_BLOCK_PARAGRAPH);
  finish_leaf (self);
}

static void
begin_code (Builder                    *self,
            const MD_BLOCK_CODE_DETAIL *detail)
{
  g_autofree char *language = ponder_markdown_text_dup_unmarked (&self->text, detail->lang.text, detail->lang.size);
  gboolean is_formula = g_ascii_strcasecmp (language, "math") == 0;
  PonderBlock *leaf = begin_leaf (self, is_formula ? PONDER_BLOCK_MATH : PONDER_BLOCK_CODE);

  self->fenced = detail->fence_char != '\0';
  self->code_end = 0;
  leaf->closed = TRUE;
  self->code = leaf;
  if (!is_formula && detail->lang.size > 0)
    leaf->language = g_steal_pointer (&language);
}

static void
begin_table (Builder                     *self,
             const MD_BLOCK_TABLE_DETAIL *detail)
{
  PonderBlock *leaf = begin_leaf (self, PONDER_BLOCK_TABLE);

  leaf->n_columns = MAX (detail->col_count, 1);
  leaf->aligns = g_new0 (PonderColumnAlign, leaf->n_columns);
  leaf->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_inline_free);
  self->text.in_cell = TRUE;
}

static void
finish_cell (Builder                  *self,
             const MD_BLOCK_TD_DETAIL *detail)
{
  static const PonderColumnAlign aligns[] = {
    [MD_ALIGN_DEFAULT] = PONDER_ALIGN_DEFAULT,
    [MD_ALIGN_LEFT] = PONDER_ALIGN_LEFT,
    [MD_ALIGN_CENTER] = PONDER_ALIGN_CENTER,
    [MD_ALIGN_RIGHT] = PONDER_ALIGN_RIGHT,
  };
  PonderInline *cell = ponder_markdown_text_take_inline (&self->text);
  PonderBlock *table = self->leaf;

  ponder_inline_join_formulas (cell);
  if (table->cells->len < table->n_columns)
    table->aligns[table->cells->len] = aligns[detail->align];
  g_ptr_array_add (table->cells, ponder_inline_take_lines (cell));
}

static int
enter_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *self = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      begin_quote (self);
      break;
    case MD_BLOCK_UL:
      begin_list (self, 0, '\0', ((MD_BLOCK_UL_DETAIL *) detail)->is_tight != 0);
      break;
    case MD_BLOCK_OL:
      begin_numbered_list (self, detail);
      break;
    case MD_BLOCK_LI:
      begin_item (self, detail);
      break;
    case MD_BLOCK_HR:
      begin_leaf (self, PONDER_BLOCK_RULE);
      break;
    case MD_BLOCK_H:
      begin_leaf (self, PONDER_BLOCK_HEADING);
      self->leaf->heading_level = ((MD_BLOCK_H_DETAIL *) detail)->level;
      break;
    case MD_BLOCK_CODE:
      begin_code (self, detail);
      break;
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
      begin_leaf (self, PONDER_BLOCK_PARAGRAPH);
      break;
    case MD_BLOCK_TABLE:
      begin_table (self, detail);
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      break;
    }
  return is_late (self);
}

static int
leave_block_cb (MD_BLOCKTYPE  type,
                void         *detail,
                void         *user_data)
{
  Builder *self = user_data;

  switch (type)
    {
    case MD_BLOCK_QUOTE:
      finish_quote (self);
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      finish_leaf (self);
      g_array_set_size (self->lists, self->lists->len - 1);
      break;
    case MD_BLOCK_LI:
      finish_item (self);
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      finish_cell (self, detail);
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
      finish_leaf (self);
      break;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
      break;
    }
  return is_late (self);
}

/* A tight list's item has text without a paragraph around it. */
static void
ensure_leaf (Builder *self)
{
  if (self->leaf == NULL)
    begin_leaf (self, PONDER_BLOCK_PARAGRAPH);
}

static int
style_of (MD_SPANTYPE type)
{
  switch (type)
    {
    case MD_SPAN_EM:
    case MD_SPAN_U:
      return 0;
    case MD_SPAN_STRONG:
      return 1;
    case MD_SPAN_CODE:
      return 2;
    case MD_SPAN_DEL:
      return 3;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
      break;
    }
  return -1;
}

static int
enter_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *self = user_data;
  int style = style_of (type);

  ensure_leaf (self);
  if (style >= 0)
    ponder_markdown_text_begin_style (&self->text, style);
  else if (type == MD_SPAN_A)
    ponder_markdown_text_begin_link (&self->text, PONDER_SPAN_LINK,
                                     &((MD_SPAN_A_DETAIL *) detail)->href);
  else if (type == MD_SPAN_IMG)
    ponder_markdown_text_begin_link (&self->text, PONDER_SPAN_IMAGE,
                                     &((MD_SPAN_IMG_DETAIL *) detail)->src);
  return is_late (self);
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  Builder *self = user_data;
  int style = style_of (type);

  if (style >= 0)
    ponder_markdown_text_end_style (&self->text, style);
  else if (type == MD_SPAN_A || type == MD_SPAN_IMG)
    ponder_markdown_text_end_link (&self->text);
  return is_late (self);
}

static void
note_code_end (Builder    *self,
               const char *text,
               gsize       length)
{
  guintptr place = (guintptr) text - (guintptr) self->source->text;

  while (length > 0 && strchr (" \t>", text[length - 1]) != NULL)
    length--;
  if (length > 0 && place < self->source->length)
    self->code_end = place + length;
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        length,
         void          *user_data)
{
  Builder *self = user_data;

  ensure_leaf (self);
  switch (type)
    {
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
      ponder_markdown_text_append (&self->text, text, length);
      break;
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH:
      if (self->leaf == self->code)
        note_code_end (self, text, length);
      ponder_markdown_text_append_verbatim (&self->text, text, length);
      break;
    case MD_TEXT_NULLCHAR:
      ponder_markdown_text_append_verbatim (&self->text, REPLACEMENT, strlen (REPLACEMENT));
      break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      ponder_markdown_text_append_verbatim (&self->text, "\n", 1);
      break;
    case MD_TEXT_ENTITY:
      ponder_markdown_text_append_entity (&self->text, text, length);
      break;
    }
  return is_late (self);
}

static const MD_PARSER parser = {
  .flags = PONDER_MARKDOWN_FLAGS,
  .enter_block = enter_block_cb,
  .leave_block = leave_block_cb,
  .enter_span = enter_span_cb,
  .leave_span = leave_span_cb,
  .text = text_cb,
};

static void
builder_clear (Builder *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  ponder_markdown_text_clear (&self->text);
  g_array_unref (self->lists);
  g_free (self->marker);
}

GPtrArray *
ponder_markdown_build (const PonderMarkdownSource *source,
                       gint64                      deadline,
                       PonderMarkdownEnd          *end)
{
  Builder self = {
    .source = source,
    .deadline = deadline,
    .blocks = ponder_block_array_new (),
    .lists = g_array_new (FALSE, FALSE, sizeof (List)),
  };
  GPtrArray *blocks = NULL;

  ponder_markdown_text_init (&self.text, source);
  if (source->length <= G_MAXINT32 && md_parse (source->text, source->length, &parser, &self) == 0)
    {
      blocks = g_steal_pointer (&self.blocks);
      end->fenced_code = self.fenced && self.code != NULL && self.code == g_ptr_array_index (blocks, blocks->len - 1);
      end->code_end = self.code_end;
    }
  builder_clear (&self);
  return blocks;
}
