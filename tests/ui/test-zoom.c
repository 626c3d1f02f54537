/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of any size: how long its lines are, and that the reader keeps the place. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ponder-composer.h"
#include "ponder-measure-clamp.h"
#include "ponder-model-catalog.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"
#include "ponder-text-zoom.h"
#include "ponder-window.h"
#include "ponder-workspace.h"
#include "ponder-zoom-control.h"

#define PROSE \
  "Instead of changing the database file in place, every change is appended to a second file, and the database itself " \
  "is only touched later, when nobody is looking. A reader remembers where the log ended when it began, and ignores " \
  "everything after that mark. A commit is a frame with a checksum; what has none is as if it had never been written. " \
  "The log cannot grow for ever, and so its pages are copied back into the database once a thousand have gathered."

/* --- lines --- */

/* The mean of all lines but the last one, in letters. */
static double
get_line_length (PonderTextBlock *block)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (block), PROSE);
  PangoLayoutLine *last;

  pango_layout_set_width (layout, gtk_widget_get_width (GTK_WIDGET (block)) * PANGO_SCALE);
  last = pango_layout_get_line_readonly (layout, pango_layout_get_line_count (layout) - 1);
  return (double) last->start_index / (pango_layout_get_line_count (layout) - 1);
}

static void
lines_are_easy_to_read (void)
{
  static const guint sizes[] = { 50, 100, 150, 200, 300 };
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (2400, 900);
  g_autoptr(PonderSettings) settings = ponder_settings_new (NULL);
  g_autoptr(PonderTextZoom) zoom = ponder_text_zoom_new (settings);

  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, PROSE);
  ponder_test_transcript_show (transcript);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PonderTextBlock *block;

      ponder_settings_set_text_zoom (settings, sizes[i]);
      ponder_test_transcript_wait (transcript, 3);
      block = PONDER_TEXT_BLOCK (ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_TEXT_BLOCK, 0));
      g_assert_cmpfloat (get_line_length (block), >=, 60);
      g_assert_cmpfloat (get_line_length (block), <=, 80);
    }
}

static void
code_may_be_wider (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (1600, 700);
  GtkWidget *prose;
  GtkWidget *code;

  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, PROSE "\n\n```c\nint main (void);\n```\n");
  ponder_test_transcript_show (transcript);
  prose = ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_TEXT_BLOCK, 0);
  code = gtk_widget_get_next_sibling (prose);
  g_assert_cmpint (gtk_widget_get_width (code), >, gtk_widget_get_width (prose));
  g_assert_cmpint (gtk_widget_get_width (code), <, 1200);
}

/* What the desktop calls large text is large here, and larger with the zoom. */
static void
follows_the_desktop (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (1600, 700);
  GtkSettings *desktop = gtk_settings_get_default ();
  GtkWidget *prose;
  int before;
  int dpi;

  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, PROSE);
  ponder_test_transcript_show (transcript);
  prose = ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_TEXT_BLOCK, 0);
  before = gtk_widget_get_width (prose);
  g_object_get (desktop, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (desktop, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  ponder_test_transcript_wait (transcript, 3);
  g_assert_cmpint (gtk_widget_get_width (prose), >, before * 4 / 3);
  g_object_set (desktop, "gtk-xft-dpi", dpi, NULL);
}

/* --- the place --- */

/* The first block of text in sight, and the first letter of its line at the upper edge. */
static PonderTextBlock *
find_at_edge (PonderTestTranscript *transcript,
              guint                *byte)
{
  GtkWidget *view = GTK_WIDGET (transcript->view);

  for (guint i = 0;; i++)
    {
      GtkWidget *block = ponder_test_find_widget (view, PONDER_TYPE_TEXT_BLOCK, i);
      graphene_rect_t bounds;

      g_assert_nonnull (block);
      if (!gtk_widget_compute_bounds (block, view, &bounds) || bounds.origin.y + bounds.size.height < 12)
        continue;
      *byte = ponder_text_block_get_byte_at (PONDER_TEXT_BLOCK (block), 0, MAX (0, -bounds.origin.y));
      return PONDER_TEXT_BLOCK (block);
    }
}

/* Where the line of @byte is in the view. */
static double
get_line_y (PonderTestTranscript *transcript,
            PonderTextBlock      *block,
            guint                 byte)
{
  graphene_rect_t bounds;
  GdkRectangle letter;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (block), GTK_WIDGET (transcript->view), &bounds));
  ponder_text_block_get_letter (block, byte, &letter);
  return bounds.origin.y + letter.y;
}

static void
keeps_the_place (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (900, 500);
  g_autoptr(PonderSettings) settings = ponder_settings_new (NULL);
  g_autoptr(PonderTextZoom) zoom = ponder_text_zoom_new (settings);
  PonderTextBlock *block;
  GString *text = g_string_new (NULL);
  double before;
  guint byte;

  for (guint i = 0; i < 60; i++)
    g_string_append (text, PROSE "\n\n");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text->str);
  g_string_free (text, TRUE);
  ponder_test_transcript_show (transcript);
  gtk_adjustment_set_value (transcript->adjustment, gtk_adjustment_get_value (transcript->adjustment) - 1800);
  ponder_test_run_for (500);
  block = find_at_edge (transcript, &byte);
  before = get_line_y (transcript, block, byte);
  for (guint percent = 110; percent <= 300; percent += 38)
    {
      ponder_settings_set_text_zoom (settings, percent);
      ponder_test_transcript_wait (transcript, 3);
      /* A line that grows may begin with another letter of the same words. */
      g_assert_cmpfloat (fabs (get_line_y (transcript, block, byte) - before), <=, 60);
    }
  ponder_settings_set_text_zoom (settings, 100);
  ponder_test_transcript_wait (transcript, 3);
  g_assert_cmpfloat (fabs (get_line_y (transcript, block, byte) - before), <=, 60);
}

static void
stays_at_the_end (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (900, 500);
  g_autoptr(PonderSettings) settings = ponder_settings_new (NULL);
  g_autoptr(PonderTextZoom) zoom = ponder_text_zoom_new (settings);

  ponder_test_transcript_add_many (transcript, 60);
  ponder_test_transcript_show (transcript);
  ponder_settings_set_text_zoom (settings, 250);
  ponder_test_transcript_wait (transcript, 3);
  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
  ponder_test_run_for (500);
  g_assert_cmpfloat (gtk_adjustment_get_upper (transcript->adjustment)
                     - gtk_adjustment_get_page_size (transcript->adjustment)
                     - gtk_adjustment_get_value (transcript->adjustment), <=, 1);
}

/* --- the window --- */

typedef struct
{
  GtkWidget *widget;
  int        before;
} Column;

static gboolean
is_wider (gpointer user_data)
{
  Column *column = user_data;

  return gtk_widget_get_width (column->widget) > column->before;
}

static void
works_in_the_window (gconstpointer data)
{
  char *path = ponder_test_dir_new ();
  PonderWorkspace *workspace = ponder_test_workspace_open (path);
  PonderSettings *settings = ponder_workspace_get_settings (workspace);
  g_autoptr(PonderModelCatalog) catalog = ponder_model_catalog_new (workspace);
  PonderTextZoom *zoom = ponder_text_zoom_new (settings);
  PonderWindow *window = ponder_window_new (GTK_APPLICATION ((gpointer) data), catalog);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *menu;
  Column column;

  g_assert_nonnull (ponder_workspace_start_demo (workspace, NULL));
  ponder_window_new_chat (window);
  gtk_window_set_default_size (GTK_WINDOW (window), 1600, 700);
  gtk_window_present (GTK_WINDOW (window));
  ponder_test_settle ();
  column.widget = gtk_widget_get_first_child (ponder_test_find (root, PONDER_TYPE_MEASURE_CLAMP, NULL));
  column.before = 0;
  ponder_test_wait_for (is_wider, &column, 10);
  column.before = gtk_widget_get_width (column.widget);

  gtk_widget_activate_action (root, "win.zoom-in", NULL);
  gtk_widget_activate_action (root, "win.zoom-in", NULL);
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 125);
  ponder_test_wait_for (is_wider, &column, 10);
  g_assert_nonnull (ponder_test_find (root, GTK_TYPE_LABEL, "Text size 125%"));
  menu = ponder_test_find (root, PONDER_TYPE_ZOOM_CONTROL, NULL);
  g_assert_nonnull (ponder_test_find (menu, GTK_TYPE_BUTTON, "125%"));

  gtk_widget_activate_action (root, "win.zoom-out", NULL);
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 110);
  ponder_test_click (ponder_test_find (menu, GTK_TYPE_BUTTON, "110%"));
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 100);

  gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
  g_assert_finalize_object (zoom);
  g_clear_object (&catalog);
  ponder_test_workspace_close (workspace);
  ponder_test_dir_remove (path);
}

/* --- what is pure --- */

static void
steps (void)
{
  g_autoptr(PonderSettings) settings = ponder_settings_new (NULL);

  g_assert_cmpuint (ponder_text_zoom_step (100, 1), ==, 110);
  g_assert_cmpuint (ponder_text_zoom_step (100, -1), ==, 90);
  g_assert_cmpuint (ponder_text_zoom_step (117, 1), ==, 125);
  g_assert_cmpuint (ponder_text_zoom_step (117, -1), ==, 110);
  g_assert_cmpuint (ponder_text_zoom_step (300, 1), ==, 300);
  g_assert_cmpuint (ponder_text_zoom_step (50, -1), ==, 50);

  ponder_settings_set_text_zoom (settings, 1000);
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 300);
  ponder_settings_set_text_zoom (settings, 1);
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 50);
}

static void
is_kept (void)
{
  char *path = ponder_test_dir_new ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PonderSettings) settings = ponder_settings_new (path);

      ponder_settings_open (settings);
      g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, i == 0 ? 100 : 175);
      ponder_settings_set_text_zoom (settings, 175);
    }
  ponder_test_dir_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  g_test_add_func ("/ui/zoom/goes-in-steps", steps);
  g_test_add_func ("/ui/zoom/is-kept", is_kept);
  g_test_add_func ("/ui/zoom/lines-have-sixty-to-eighty-letters", lines_are_easy_to_read);
  g_test_add_func ("/ui/zoom/code-may-be-wider", code_may_be_wider);
  g_test_add_func ("/ui/zoom/follows-the-desktop", follows_the_desktop);
  g_test_add_func ("/ui/zoom/keeps-the-line-at-the-upper-edge", keeps_the_place);
  g_test_add_func ("/ui/zoom/stays-at-the-end", stays_at_the_end);
  g_test_add_data_func ("/ui/zoom/works-in-the-window", application, works_in_the_window);
  return g_test_run ();
}
