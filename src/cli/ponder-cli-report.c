/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program says on standard error. */

#include "config.h"

#include "ponder-cli.h"

#include <errno.h>
#include <unistd.h>

/* Nobody is left to tell when even this fails. */
static void
write_raw (const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize written = write (STDERR_FILENO, text, length);

      if (written < 0 && errno != EINTR)
        return;
      text += MAX (written, 0);
      length -= MAX (written, 0);
    }
}

void
ponder_cli_write_error (const char *text)
{
  g_autofree char *safe = NULL;

  if (isatty (STDERR_FILENO))
    text = safe = ponder_output_make_safe (text);

  write_raw (text);
}

GLogWriterOutput
ponder_cli_log_cb (GLogLevelFlags   level,
                   const GLogField *fields,
                   gsize            n_fields,
                   gpointer         user_data)
{
  g_autofree char *text = g_log_writer_format_fields (level, fields, n_fields, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  const char *domain = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_strcmp0 (fields[i].key, "GLIB_DOMAIN") == 0)
      domain = fields[i].value;

  if (!g_log_writer_default_would_drop (level, domain))
    ponder_cli_write_error (line);
  return G_LOG_WRITER_HANDLED;
}

void
ponder_cli_write_aside (const char *text)
{
  g_autofree char *safe = ponder_output_make_safe (text);
  gboolean plain = g_getenv ("NO_COLOR") != NULL || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;

  if (!plain)
    write_raw ("\033[2m");
  write_raw (safe);
  if (!plain)
    write_raw ("\033[0m");
}

gboolean
ponder_cli_has_progress (void)
{
  return isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* Without wrapping: what is wider than the terminal would leave lines behind that nothing erases. */
void
ponder_cli_show_progress (const char *text)
{
  g_autofree char *safe = ponder_output_make_safe (text != NULL ? text : "");
  g_autofree char *line = NULL;

  g_strdelimit (safe, "\n\t", ' ');
  if (*safe != '\0')
    line = g_strconcat ("\r\033[K\033[?7l", safe, "\033[?7h", NULL);
  write_raw (line != NULL ? line : "\r\033[K");
}

static void G_GNUC_PRINTF (1, 0)
say_va (const char *format,
        va_list     arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_autofree char *line = g_strdup_printf ("ponder-cli: %s\n", text);

  ponder_cli_write_error (line);
}

void
ponder_cli_say (const char *format,
                ...)
{
  va_list arguments;

  va_start (arguments, format);
  say_va (format, arguments);
  va_end (arguments);
}

PonderExit
ponder_cli_usage (const char *format,
                  ...)
{
  va_list arguments;

  va_start (arguments, format);
  say_va (format, arguments);
  va_end (arguments);

  return PONDER_EXIT_USAGE;
}

void
ponder_cli_show_fault (PonderCli   *self,
                       PonderFault *fault)
{
  g_autofree char *summary = ponder_fault_dup_summary (fault);

  ponder_cli_say ("%s", summary);
  if (self->verbose)
    {
      g_autofree char *report = ponder_fault_dup_report (fault);

      ponder_cli_write_error (report);
      ponder_cli_write_error ("\n");
    }
}

PonderExit
ponder_cli_fail (PonderCli    *self,
                 const GError *error,
                 const char   *operation)
{
  g_autoptr(PonderFault) fault = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PONDER_EXIT_CANCELLED;

  fault = ponder_fault_new_from_error (error, operation);
  ponder_cli_show_fault (self, fault);

  return ponder_exit_from_category (fault->category);
}
