/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads out an answer while it is written, sentence by sentence, and how it ended. */

#include "config.h"

#include "ponder-speaker.h"

#include "ponder-fault.h"
#include "ponder-sentences.h"

#include <glib/gi18n.h>
#include <string.h>

/* An answer comes faster than it is read out: there is time to look at it as a whole. */
#define LOOK_MS 400

struct _PonderSpeaker
{
  PonderAnnouncer *announcer;
  PonderMessage   *message;     /* (nullable): while it is being written */
  PonderSentences *sentences;   /* of its text */
  guint            source;
  gboolean         missed;      /* some of the text came while nobody heard */
};

static void
say (PonderSpeaker *self,
     const char    *words)
{
  if (words != NULL && ponder_announcer_is_heard (self->announcer))
    ponder_announcer_say (self->announcer, words);
}

/* (transfer full) */
static char *
dup_end (PonderMessage *message)
{
  PonderFault *fault = ponder_message_get_fault (message);
  g_autofree char *title = fault != NULL ? ponder_fault_dup_title (fault) : NULL;

  switch (ponder_message_get_state (message))
    {
    case PONDER_MESSAGE_STOPPED:
      return g_strdup (_("Stopped."));
    case PONDER_MESSAGE_CUT_OFF:
    case PONDER_MESSAGE_FAILED:
    case PONDER_MESSAGE_INTERRUPTED:
      /* Translators: %s is what went wrong; read out by a screen reader. */
      return title != NULL ? g_strdup_printf (_("Failed: %s"), title) : g_strdup (_("Failed."));
    case PONDER_MESSAGE_DONE:
    case PONDER_MESSAGE_WAITING:
    case PONDER_MESSAGE_STREAMING:
      break;
    }
  return g_strdup (_("Answer finished."));
}

/* What nobody hears is passed over: whoever comes back hears what comes then. */
static char *
dup_new_sentences (PonderSpeaker *self,
                   gboolean       finished)
{
  g_autofree char *words = ponder_sentences_take (self->sentences, ponder_message_get_text (self->message), finished);

  if (self->missed)
    g_clear_pointer (&words, g_free);
  self->missed = FALSE;
  return g_steal_pointer (&words);
}

static gboolean
look_cb (gpointer user_data)
{
  PonderSpeaker *self = user_data;
  g_autofree char *words = dup_new_sentences (self, FALSE);

  self->source = 0;
  say (self, words);
  return G_SOURCE_REMOVE;
}

static void
text_changed_cb (PonderMessage *message,
                 GParamSpec    *pspec,
                 PonderSpeaker *self)
{
  if (!ponder_announcer_is_heard (self->announcer))
    self->missed = TRUE;
  else if (self->source == 0)
    self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

/* It is tried again in a while: why is worth knowing meanwhile. */
static void
fault_changed_cb (PonderMessage *message,
                  GParamSpec    *pspec,
                  PonderSpeaker *self)
{
  PonderFault *fault = ponder_message_get_fault (message);
  g_autofree char *title = fault != NULL ? ponder_fault_dup_title (fault) : NULL;

  if (ponder_message_is_being_written (message))
    say (self, title);
}

static void
leave (PonderSpeaker *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_pointer (&self->sentences, ponder_sentences_free);
}

static void
state_changed_cb (PonderMessage *message,
                  GParamSpec    *pspec,
                  PonderSpeaker *self)
{
  if (ponder_message_is_being_written (message))
    return;

  if (ponder_announcer_is_heard (self->announcer))
    {
      g_autofree char *rest = dup_new_sentences (self, TRUE);
      g_autofree char *end = dup_end (message);
      g_autofree char *words = NULL;

      words = rest != NULL ? g_strdup_printf ("%s %s", rest, end) : g_strdup (end);
      say (self, words);
    }
  leave (self);
}

PonderSpeaker *
ponder_speaker_new (GtkWidget *widget)
{
  PonderSpeaker *self = g_new0 (PonderSpeaker, 1);

  self->announcer = ponder_announcer_new (widget);
  return self;
}

void
ponder_speaker_free (PonderSpeaker *self)
{
  leave (self);
  ponder_announcer_free (self->announcer);
  g_free (self);
}

void
ponder_speaker_set_message (PonderSpeaker *self,
                            PonderMessage *message)
{
  if (self->message == message)
    return;

  leave (self);
  if (message == NULL || !ponder_message_is_being_written (message))
    return;

  self->message = g_object_ref (message);
  self->sentences = ponder_sentences_new ();
  self->missed = FALSE;
  g_signal_connect (message, "notify::text", G_CALLBACK (text_changed_cb), self);
  g_signal_connect (message, "notify::fault", G_CALLBACK (fault_changed_cb), self);
  g_signal_connect (message, "notify::state", G_CALLBACK (state_changed_cb), self);
  say (self, _("Generating…"));
  /* Of a chat that was opened in the middle of an answer, what is there is for the reader to find. */
  if (*ponder_message_get_text (message) != '\0')
    g_free (ponder_sentences_take (self->sentences, ponder_message_get_text (message), FALSE));
}

PonderAnnouncer *
ponder_speaker_get_announcer (PonderSpeaker *self)
{
  return self->announcer;
}
