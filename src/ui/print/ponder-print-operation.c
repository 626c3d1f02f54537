/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat on its way to paper, or to a PDF. */

#include "config.h"

#include "ponder-print-operation.h"

#include "ponder-print-flow.h"

#include <glib/gi18n.h>

#define MARGIN_MM    20
#define FOOT_HEIGHT  30
#define FOOT_FONT    "Sans 8"
#define FOOT_GREY    0.35

/* The window is drawn in between. */
#define SLICE_US     3000

/* Lives as long as whoever prints, or GTK, holds it. */
struct _PonderPrintOperation
{
  GtkPrintOperation  parent_instance;

  char              *title;
  PonderPrintFlow   *flow;
  GArray            *pages;     /* of PonderPrintPlace: where each begins */
};

G_DEFINE_FINAL_TYPE (PonderPrintOperation, ponder_print_operation, GTK_TYPE_PRINT_OPERATION)

static double
get_height (GtkPrintContext *context)
{
  return MAX (FOOT_HEIGHT, gtk_print_context_get_height (context) - FOOT_HEIGHT);
}

static gboolean
is_right_to_left (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

static void
begin_print_cb (PonderPrintOperation *self,
                GtkPrintContext      *context)
{
  const PonderPrintPlace beginning = { 0 };
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  ponder_print_flow_set_paper (self->flow, pango, gtk_print_context_get_width (context), is_right_to_left ());
  g_object_unref (pango);
  g_array_set_size (self->pages, 0);
  g_array_append_val (self->pages, beginning);
}

/* Called again until it says TRUE. */
static gboolean
paginate_cb (PonderPrintOperation *self,
             GtkPrintContext      *context)
{
  gint64 end = g_get_monotonic_time () + SLICE_US;
  PonderPrintPlace place = g_array_index (self->pages, PonderPrintPlace, self->pages->len - 1);
  gboolean more;

  do
    {
      if ((more = ponder_print_flow_turn_page (self->flow, &place, get_height (context))))
        g_array_append_val (self->pages, place);
    }
  while (more && g_get_monotonic_time () < end);

  gtk_print_operation_set_n_pages (GTK_PRINT_OPERATION (self), (int) self->pages->len);
  return !more;
}

static void
draw_foot_text (GtkPrintContext *context,
                const char      *text,
                gboolean         at_end)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  g_autoptr(PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (FOOT_FONT);
  gboolean on_right = at_end != is_right_to_left ();
  double room = width * (at_end ? 0.25 : 0.7);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (room * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, on_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  cairo_set_source_rgb (cr, FOOT_GREY, FOOT_GREY, FOOT_GREY);
  cairo_move_to (cr, on_right ? width - room : 0, gtk_print_context_get_height (context) - FOOT_HEIGHT / 2.0);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
}

static void
draw_foot (PonderPrintOperation *self,
           GtkPrintContext      *context,
           int                   page)
{
  /* Translators: the first %d is a page, the second how many there are. */
  g_autofree char *number = g_strdup_printf (_("Page %d of %d"), page + 1, (int) self->pages->len);

  draw_foot_text (context, self->title, FALSE);
  draw_foot_text (context, number, TRUE);
}

static void
draw_page_cb (PonderPrintOperation *self,
              GtkPrintContext      *context,
              int                   page)
{
  const PonderPrintPlace *start;
  const PonderPrintPlace *end = NULL;

  g_return_if_fail (page >= 0 && (guint) page < self->pages->len);

  start = &g_array_index (self->pages, PonderPrintPlace, page);
  if ((guint) page + 1 < self->pages->len)
    end = start + 1;
  ponder_print_flow_draw (self->flow, start, end, gtk_print_context_get_cairo_context (context));
  draw_foot (self, context, page);
}

static void
ponder_print_operation_finalize (GObject *object)
{
  PonderPrintOperation *self = PONDER_PRINT_OPERATION (object);

  g_clear_pointer (&self->flow, ponder_print_flow_free);
  g_clear_pointer (&self->pages, g_array_unref);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (ponder_print_operation_parent_class)->finalize (object);
}

static void
ponder_print_operation_class_init (PonderPrintOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_print_operation_finalize;
}

static void
ponder_print_operation_init (PonderPrintOperation *self)
{
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (self);
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();

  self->pages = g_array_new (FALSE, FALSE, sizeof (PonderPrintPlace));
  gtk_page_setup_set_top_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN_MM / 2.0, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* Handlers, since GTK asks whether there are any. */
  g_signal_connect (self, "begin-print", G_CALLBACK (begin_print_cb), NULL);
  g_signal_connect (self, "paginate", G_CALLBACK (paginate_cb), NULL);
  g_signal_connect (self, "draw-page", G_CALLBACK (draw_page_cb), NULL);
}

PonderPrintOperation *
ponder_print_operation_new (const char *title,
                            GListModel *messages)
{
  PonderPrintOperation *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);

  self = g_object_new (PONDER_TYPE_PRINT_OPERATION, "job-name", title, NULL);
  self->title = g_strdup (title);
  self->flow = ponder_print_flow_new (title, messages);
  return self;
}
