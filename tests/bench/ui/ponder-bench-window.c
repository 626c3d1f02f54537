/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's own window on chats that were made for it. */

#include "config.h"

#include "ponder-bench-window.h"

#include <stdlib.h>

#include "ponder-bench-frames.h"
#include "ponder-bench-text.h"
#include "ponder-composer.h"
#include "ponder-store.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"

#define PATIENCE 120
#define MODEL "bench"

gboolean
ponder_bench_init (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  if (!gtk_init_check ())
    {
      g_print ("no display, nothing is measured\n");
      return FALSE;
    }
  adw_init ();
  gtk_css_provider_load_from_resource (provider, "/io/github/ponderchat/Ponder/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  return TRUE;
}

/* --- what is stored --- */

PonderStore *
ponder_bench_store_open (const char *path)
{
  g_autofree char *data_dir = g_build_filename (path, "data", NULL);
  PonderStore *store = ponder_store_new (data_dir);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_store_open_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  if (!ponder_store_open_finish (store, result, &error))
    g_error ("%s", error->message);
  return store;
}

void
ponder_bench_store_close (PonderStore *store)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  ponder_store_close_async (store, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_close_finish (store, result, NULL);
  g_object_unref (store);
}

static PonderMessage *
make_message (const char *chat,
              guint       index,
              const char *text)
{
  g_autofree char *id = g_strdup_printf ("%s-%u", chat, index);
  g_autofree char *parent = index > 0 ? g_strdup_printf ("%s-%u", chat, index - 1) : NULL;
  PonderMessage *message = ponder_message_new (id, parent, index % 2 == 0 ? PONDER_ROLE_USER : PONDER_ROLE_ASSISTANT);

  ponder_message_append_text (message, text);
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_message_set_chosen (message, TRUE);
  ponder_message_set_created (message, 1790000000000000 + (gint64) index * G_USEC_PER_SEC);
  return message;
}

static gboolean
is_there (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

static void
store_messages (const char *path,
                const char *id,
                GPtrArray  *messages)
{
  PonderStore *store = ponder_bench_store_open (path);
  g_autoptr(PonderSession) session = ponder_session_new (id);
  GAsyncResult *pending = NULL;
  g_autoptr(GError) error = NULL;

  ponder_session_set_title (session, id);
  ponder_session_set_created (session, 1790000000000000);
  ponder_store_save_messages_async (store, session, messages, NULL, ponder_test_take_result, &pending);
  ponder_test_wait_for (is_there, &pending, PATIENCE);
  if (!ponder_store_save_messages_finish (store, pending, &error))
    g_error ("%s", error->message);
  g_object_unref (pending);
  ponder_bench_store_close (store);
}

void
ponder_bench_store_chat (const char        *path,
                         const char        *id,
                         const char *const *texts,
                         guint              n_texts)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_texts; i++)
    g_ptr_array_add (messages, make_message (id, i, texts[i]));
  store_messages (path, id, messages);
}

void
ponder_bench_store_long_chat (const char *path,
                              const char *id,
                              guint       n_messages)
{
  ponder_bench_store_end_of_chat (path, id, n_messages, n_messages);
}

void
ponder_bench_store_end_of_chat (const char *path,
                                const char *id,
                                guint       n_all,
                                guint       n_messages)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = ponder_bench_text_dup_message (n_all - n_messages + i);

      g_ptr_array_add (messages, make_message (id, i, text));
    }
  store_messages (path, id, messages);
}

/* --- the window --- */

PonderBenchWindow *
ponder_bench_window_open (const char *path)
{
  PonderBenchWindow *self = g_new0 (PonderBenchWindow, 1);
  GtkWidget *root;

  self->path = g_strdup (path);
  self->application = ponder_test_ui_application ();
  self->workspace = ponder_test_workspace_open (path);
  self->catalog = ponder_model_catalog_new (self->workspace);
  self->window = ponder_window_new (GTK_APPLICATION (self->application), self->catalog);
  root = GTK_WIDGET (self->window);
  self->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  self->composer = ponder_test_find (root, PONDER_TYPE_COMPOSER, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), PONDER_BENCH_WIDTH, PONDER_BENCH_HEIGHT);
  ponder_window_new_chat (self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  for (guint i = 0; i < 3; i++)
    ponder_bench_wait_frame (root);
  return self;
}

void
ponder_bench_window_close (PonderBenchWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  ponder_test_settle ();
  g_object_unref (self->catalog);
  ponder_test_workspace_close (self->workspace);
  g_object_unref (self->application);
  g_free (self->path);
  g_free (self);
}

typedef struct
{
  PonderBenchWindow *window;
  gboolean           wanted;    /* rows, or none */
  gboolean           painted;
} Painting;

/* What was just painted is what is asked for. */
static void
painted_cb (Painting *painting)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (painting->window->transcript));
  gboolean mapped = row != NULL && gtk_widget_get_mapped (row);

  if (painting->wanted == mapped)
    painting->painted = TRUE;
}

static gboolean
is_painted (gpointer user_data)
{
  Painting *painting = user_data;

  return painting->painted;
}

static void
wait_painted (PonderBenchWindow *self,
              gboolean           rows)
{
  Painting painting = { self, rows, FALSE };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &painting);

  /* What is asked for may be there already. */
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  ponder_test_wait_for (is_painted, &painting, PATIENCE);
  g_signal_handler_disconnect (clock, handler);
}

double
ponder_bench_window_show (PonderBenchWindow *self,
                          const char        *id)
{
  PonderSession *session = ponder_workspace_lookup_session (self->workspace, id);
  double began = ponder_bench_now ();
  double work = ponder_bench_get_own_work ();

  if (session == NULL)
    g_error ("no chat %s", id);
  ponder_window_show_session (self->window, session);
  wait_painted (self, TRUE);
  self->work = ponder_bench_get_own_work () - work;
  return ponder_bench_now () - began;
}

double
ponder_bench_window_show_new (PonderBenchWindow *self)
{
  double began = ponder_bench_now ();
  double work = ponder_bench_get_own_work ();

  ponder_window_new_chat (self->window);
  wait_painted (self, FALSE);
  self->work = ponder_bench_get_own_work () - work;
  return ponder_bench_now () - began;
}

void
ponder_bench_window_use_server (PonderBenchWindow *self,
                                guint              port)
{
  g_autoptr(PonderProviderConfig) provider = ponder_workspace_new_provider (self->workspace, "llama-cpp");
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_provider_config_set_base_url (provider, base_url);
  ponder_workspace_save_provider_async (self->workspace, provider, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  if (!ponder_workspace_save_provider_finish (self->workspace, result, &error))
    g_error ("%s", error->message);
  ponder_window_use_model (self->window, ponder_provider_config_get_id (provider), MODEL);
}

void
ponder_bench_window_ask (PonderBenchWindow *self)
{
  GtkWidget *text = ponder_test_find (self->composer, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "How does it work?", -1);
  if (!ponder_test_press (text, GDK_KEY_Return, 0))
    g_error ("the question is not sent");
}

PonderMessage *
ponder_bench_window_get_last (PonderBenchWindow *self)
{
  GListModel *messages = ponder_transcript_view_get_messages (self->transcript);
  guint n_messages = messages != NULL ? g_list_model_get_n_items (messages) : 0;
  g_autoptr(PonderMessage) message = n_messages > 0 ? g_list_model_get_item (messages, n_messages - 1) : NULL;

  return message;
}

static void
count_down_cb (guint *n_left)
{
  if (*n_left > 0)
    (*n_left)--;
}

static gboolean
is_zero (gpointer user_data)
{
  return *(guint *) user_data == 0;
}

void
ponder_bench_wait_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  guint n_left = 1;
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count_down_cb), &n_left);

  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  ponder_test_wait_for (is_zero, &n_left, PATIENCE);
  g_signal_handler_disconnect (clock, handler);
}

guint
ponder_bench_start_server (const char   *program,
                           const char   *text,
                           guint         n_tokens,
                           GSubprocess **process)
{
  g_autofree char *rate = g_strdup_printf ("%u", n_tokens);
  g_autoptr(GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, rate,
                               NULL);
  if (*process == NULL
      || !g_output_stream_write_all (g_subprocess_get_stdin_pipe (*process), text, strlen (text), NULL, NULL, &error)
      || !g_output_stream_close (g_subprocess_get_stdin_pipe (*process), NULL, &error))
    g_error ("%s", error->message);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  if (line == NULL)
    g_error ("%s does not start", program);
  return (guint) atoi (line);
}
