/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one turn is waiting for, told on standard error. */

#include "config.h"

#include "ponder-cli-progress.h"

#include "ponder-cli.h"
#include "ponder-countdown.h"

#include <glib/gi18n.h>

/* A wait shorter than this needs no explanation. */
#define WAITING_SHOWN_FROM 3

/* Belongs to whoever runs the turn, and does not outlive it. */
struct _PonderCliProgress
{
  PonderTurn      *turn;
  PonderCountdown *countdown;   /* (nullable): the wait that is shown */
  char            *said;        /* (nullable): the last wait, where there is no terminal */
  gboolean         terminal;
  gboolean         shown;
};

static void
show (PonderCliProgress *self,
      const char        *line)
{
  if (line != NULL || self->shown)
    ponder_cli_show_progress (line);
  self->shown = line != NULL;
}

/* "Too many requests · openai · gpt-4o · retrying in 12 s (attempt 2 of 4)". */
static char *
dup_countdown (PonderCountdown *countdown)
{
  PonderFault *fault = ponder_countdown_get_fault (countdown);
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *place = ponder_fault_dup_place (fault);

  /* Translators: what went wrong, where ("openai · gpt-4o"), and when it is tried again. */
  return g_strdup_printf (_("%s · %s · retrying in %u s (attempt %u of %u)"), title, place,
                          ponder_countdown_get_seconds_left (countdown),
                          ponder_countdown_get_attempt (countdown),
                          ponder_countdown_get_n_attempts (countdown));
}

/* A model that is being loaded is asked every second; a log is told once. Takes @what. */
static void
say_once (PonderCliProgress *self,
          char              *what)
{
  if (g_strcmp0 (self->said, what) != 0)
    ponder_cli_say ("%s", what);
  g_free (self->said);
  self->said = what;
}

static void
show_countdown (PonderCliProgress *self)
{
  g_autofree char *what = dup_countdown (self->countdown);
  g_autofree char *line = NULL;

  if (!self->terminal)
    {
      say_once (self, g_steal_pointer (&what));
      return;
    }

  /* Translators: %s is what went wrong and when it is tried again. */
  line = g_strdup_printf (_("%s · press Ctrl+C to stop"), what);
  show (self, line);
}

static void
show_waiting (PonderCliProgress *self)
{
  int seconds = ponder_turn_get_waiting (self->turn);
  g_autofree char *line = NULL;

  if (seconds >= WAITING_SHOWN_FROM)
    /* Translators: minutes and seconds. */
    line = g_strdup_printf (_("Waiting %d:%02d, the model may be loading…"),
                            seconds / 60, seconds % 60);
  show (self, line);
}

static void
waiting_cb (PonderCliProgress *self)
{
  if (self->countdown == NULL)
    show_waiting (self);
}

static void
countdown_cb (PonderCliProgress *self)
{
  if (self->countdown != NULL)
    g_signal_handlers_disconnect_by_data (self->countdown, self);
  g_set_object (&self->countdown, ponder_turn_get_countdown (self->turn));

  if (self->countdown == NULL)
    {
      show (self, NULL);
      return;
    }
  if (self->terminal)
    g_signal_connect_swapped (self->countdown, "notify::seconds-left", G_CALLBACK (show_countdown),
                              self);
  show_countdown (self);
}

PonderCliProgress *
ponder_cli_progress_new (PonderTurn *turn)
{
  PonderCliProgress *self = g_new0 (PonderCliProgress, 1);

  self->turn = g_object_ref (turn);
  self->terminal = ponder_cli_has_progress ();
  g_signal_connect_swapped (turn, "notify::countdown", G_CALLBACK (countdown_cb), self);
  if (self->terminal)
    g_signal_connect_swapped (turn, "notify::waiting", G_CALLBACK (waiting_cb), self);
  return self;
}

void
ponder_cli_progress_clear (PonderCliProgress *self)
{
  show (self, NULL);
}

void
ponder_cli_progress_free (PonderCliProgress *self)
{
  show (self, NULL);
  if (self->countdown != NULL)
    g_signal_handlers_disconnect_by_data (self->countdown, self);
  g_clear_object (&self->countdown);
  g_signal_handlers_disconnect_by_data (self->turn, self);
  g_object_unref (self->turn);
  g_free (self->said);
  g_free (self);
}
