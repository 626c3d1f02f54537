/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transcript in a window, for tests. */

#include "config.h"

#include "ponder-test-transcript.h"

#include <adwaita.h>
#include <stdio.h>

#include "ponder-message-row.h"
#include "ponder-test-loop.h"

#define FRAME_SECONDS 20

gboolean
ponder_test_transcript_init (int    *argc,
                             char ***argv)
{
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", FALSE);
  g_setenv ("GTK_A11Y", "none", FALSE);
  g_test_init (argc, argv, NULL);
  if (gtk_init_check ())
    {
      adw_init ();
      return TRUE;
    }
  puts ("1..0 # SKIP no display");
  return FALSE;
}

static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/ponderchat/Ponder/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

PonderTestTranscript *
ponder_test_transcript_new (int width,
                            int height)
{
  PonderTestTranscript *self = g_new0 (PonderTestTranscript, 1);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  load_style ();
  self->window = GTK_WINDOW (gtk_window_new ());
  self->view = PONDER_TRANSCRIPT_VIEW (ponder_transcript_view_new ());
  self->messages = g_list_store_new (PONDER_TYPE_MESSAGE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_window_set_default_size (self->window, width, height);
  gtk_window_set_child (self->window, scroller);
  return self;
}

void
ponder_test_transcript_free (PonderTestTranscript *self)
{
  PonderTranscriptView *view = g_object_ref (self->view);

  gtk_window_destroy (self->window);
  /* What still works on colours holds its block for a moment. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (view);
  g_object_unref (self->messages);
  g_free (self);
}

void
ponder_test_transcript_show (PonderTestTranscript *self)
{
  ponder_transcript_view_set_messages (self->view, G_LIST_MODEL (self->messages));
  gtk_window_present (self->window);
  ponder_test_transcript_wait (self, 3);
}

PonderMessage *
ponder_test_transcript_add (PonderTestTranscript *self,
                            PonderRole            role,
                            const char           *text)
{
  g_autofree char *id = g_strdup_printf ("m%u", self->n_made++);
  g_autoptr(PonderMessage) message = ponder_message_new (id, NULL, role);

  ponder_message_append_text (message, text);
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_message_set_siblings (message, 0, 1);
  g_list_store_append (self->messages, message);
  return message;
}

static void
add_words (GString *text,
           GRand   *dice,
           guint    n_words)
{
  static const char *words[] = { "the", "**stream**", "of", "`tokens`", "is", "drawn", "while", "readers",
                                 "scroll", "[back](https://example.org/)", "数据库", "and",
                                 "nothing", "*moves*", "at", "all" };

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%s ", words[g_rand_int_range (dice, 0, G_N_ELEMENTS (words))]);
  g_string_append (text, "\n\n");
}

static void
add_piece (GString *text,
           GRand   *dice)
{
  switch (g_rand_int_range (dice, 0, 8))
    {
    case 0:
      g_string_append (text, "## A heading\n\n");
      break;
    case 1:
      g_string_append (text, "```c\n");
      for (int i = g_rand_int_range (dice, 1, 25); i > 0; i--)
        g_string_append_printf (text, "  if (state[%d] != NULL) return -%d;\n", i, i);
      g_string_append (text, "```\n\n");
      break;
    case 2:
      g_string_append (text, "| name | value |\n|------|------:|\n");
      for (int i = g_rand_int_range (dice, 1, 9); i > 0; i--)
        g_string_append_printf (text, "| row %d | %d |\n", i, i * 7);
      g_string_append (text, "\n");
      break;
    case 3:
      for (int i = g_rand_int_range (dice, 1, 7); i > 0; i--)
        g_string_append_printf (text, "- item %d\n", i);
      g_string_append (text, "\n");
      break;
    default:
      add_words (text, dice, (guint) g_rand_int_range (dice, 5, 90));
      break;
    }
}

void
ponder_test_transcript_add_many (PonderTestTranscript *self,
                                 guint                 n_messages)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (7);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      int n_pieces = i % 2 == 0 ? 0 : g_rand_int_range (dice, 1, 12);

      if (i % 2 == 0)
        add_words (text, dice, (guint) g_rand_int_range (dice, 3, 40));
      while (n_pieces-- > 0)
        add_piece (text, dice);
      ponder_test_transcript_add (self, i % 2 == 0 ? PONDER_ROLE_USER : PONDER_ROLE_ASSISTANT, text->str);
    }
}

static void
painted_cb (guint *n_left)
{
  if (*n_left > 0)
    (*n_left)--;
}

static gboolean
is_zero (gpointer user_data)
{
  return *(guint *) user_data == 0;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

void
ponder_test_transcript_wait (PonderTestTranscript *self,
                             guint                 n_frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &n_frames);
  guint tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->window), tick_cb, NULL, NULL);

  ponder_test_wait_for (is_zero, &n_frames, FRAME_SECONDS);
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->window), tick);
  g_signal_handler_disconnect (clock, handler);
}

GtkWidget *
ponder_test_transcript_find_row (PonderTestTranscript *self,
                                 PonderMessage        *message)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      if (PONDER_IS_MESSAGE_ROW (row) && ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)) == message)
        return row;
    }
  return NULL;
}

static GtkWidget *
find_widget (GtkWidget *root,
             GType      type,
             guint     *index)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (*index)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, index);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
ponder_test_find_widget (GtkWidget *root,
                         GType      type,
                         guint      index)
{
  return find_widget (root, type, &index);
}

GtkWidget *
ponder_test_find_button (GtkWidget  *root,
                         const char *action)
{
  GtkWidget *button;

  for (guint i = 0; (button = ponder_test_find_widget (root, GTK_TYPE_BUTTON, i)) != NULL; i++)
    {
      if (gtk_widget_get_mapped (button)
          && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) == 0)
        return button;
    }
  return NULL;
}

char *
ponder_test_dup_clipboard (GtkWidget *widget)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (widget));
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;

  if (content == NULL)
    return NULL;
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  return g_value_dup_string (&value);
}
