/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One recorded exchange: how it is played, and what expect.py says that it must turn into. */

#include "config.h"

#include "ponder-recorded-case.h"

#include <gio/gio.h>
#include <string.h>

static void
case_free (gpointer data)
{
  PonderRecordedCase *self = data;

  json_object_unref (self->plan);
  g_bytes_unref (self->body);
  g_free (self);
}

static GBytes *
read_body (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *data;
  gsize length;

  if (path == NULL)
    return g_bytes_new (NULL, 0);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static char *
ask_second_opinion (const char *folder)
{
  g_autofree char *program = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "recorded", "expect.py",
                                               NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", program, folder, NULL);
  char *plans = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &plans, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return plans;
}

GPtrArray *
ponder_recorded_load (const char *folder)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);
  g_autofree char *plans = ask_second_opinion (folder);
  g_auto(GStrv) lines = g_strsplit (plans, "\n", -1);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      PonderRecordedCase *self = g_new0 (PonderRecordedCase, 1);

      self->plan = ponder_json_parse_object (lines[i], -1, &error);
      g_assert_no_error (error);
      self->body = read_body (ponder_json_get_string (self->plan, "body"));
      g_ptr_array_add (cases, self);
    }
  return cases;
}

const char *
ponder_recorded_get_text (const PonderRecordedCase *self,
                          const char               *member)
{
  return ponder_json_get_string (self->plan, member);
}

static void
add_headers (const PonderRecordedCase *self,
             PonderDemoScript         *script)
{
  JsonObject *headers = ponder_json_get_object (self->plan, "headers");
  g_autoptr(GList) names = json_object_get_members (headers);

  for (GList *l = names; l != NULL; l = l->next)
    ponder_demo_script_header (script, l->data, ponder_json_get_string (headers, l->data));
}

/* The bytes up to the end of the first frame: an empty line, or any line end where a frame is one line. */
static gsize
measure_frame (const PonderRecordedCase *self,
               const char               *data,
               gsize                     length)
{
  static const char *const marks[] = { "\r\n\r\n", "\n\n", "\n" };
  const char *type = ponder_json_get_string (ponder_json_get_object (self->plan, "headers"), "content-type");
  gboolean events = strstr (type, "event-stream") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (marks) - events; i++)
    {
      const char *end = g_strstr_len (data, length, marks[i]);

      if (end != NULL)
        return end - data + strlen (marks[i]);
    }
  return length;
}

static gsize
measure_piece (const PonderRecordedCase *self,
               PonderRecordedCut         cut,
               guint                     index,
               const char               *data,
               gsize                     length)
{
  JsonArray *chunks = ponder_json_get_array (self->plan, "chunks");
  guint n_chunks = json_array_get_length (chunks);

  if (cut == PONDER_RECORDED_WHOLE)
    return length;
  if (cut == PONDER_RECORDED_BYTES)
    return 1;
  if (n_chunks == 0)
    return measure_frame (self, data, length);
  return index < n_chunks ? CLAMP ((gsize) json_array_get_int_element (chunks, index), 1, length) : length;
}

PonderDemoScript *
ponder_recorded_new_script (const PonderRecordedCase *self,
                            PonderRecordedCut         cut)
{
  gint64 status = 200;
  gsize length;
  const char *data = g_bytes_get_data (self->body, &length);
  PonderDemoScript *script;

  ponder_json_get_int (self->plan, "status", &status);
  script = ponder_demo_script_new ((guint) status, NULL);
  add_headers (self, script);
  for (guint i = 0; length > 0; i++)
    {
      gsize n = measure_piece (self, cut, i, data, length);

      ponder_demo_script_bytes (script, data, n);
      data += n;
      length -= n;
    }
  return script;
}

const char *
ponder_recorded_cut_to_string (PonderRecordedCut cut)
{
  static const char *const names[] = { "whole", "byte by byte", "in chunks" };

  return names[cut];
}
