/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documented JSON of what the commands show, times, and members that may be null. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-fault.h"
#include "ponder-message.h"
#include "ponder-question-batch.h"
#include "ponder-session.h"
#include "ponder-turn.h"

G_BEGIN_DECLS

/* NULL becomes null. */
void        ponder_cli_json_set_string (JsonObject *object,
                                        const char *member,
                                        const char *value);
/* A negative number, which stands for an unknown one, becomes null; a whole one has no point. */
void        ponder_cli_json_set_count  (JsonObject *object,
                                        const char *member,
                                        double      value);
/* @time as below; an unknown one becomes null. */
void        ponder_cli_json_set_time   (JsonObject *object,
                                        const char *member,
                                        gint64      time);
/* The member "usage"; null when nothing is known. */
void        ponder_cli_json_set_usage  (JsonObject        *object,
                                        const PonderUsage *usage);
/* Microseconds since 1970 as ISO 8601 in UTC; "" for 0, which stands for an unknown time. (transfer full) */
char       *ponder_cli_dup_time        (gint64      time);

/* (transfer full) */
JsonObject *ponder_fault_to_json       (PonderFault   *fault);
JsonObject *ponder_message_to_json     (PonderMessage *message);
/* Without the member "messages", which is a number or an array. */
JsonObject *ponder_session_to_json     (PonderSession *session);
/* @session_id: of the chat that is stored with @answer; NULL when nothing is. */
JsonObject *ponder_answer_to_json      (PonderMessage *answer,
                                        const char    *session_id,
                                        const PonderAnswerFacts *facts);
/* @kept: the session is stored, so that its ids lead somewhere. */
JsonObject *ponder_turn_to_json        (PonderTurn    *turn,
                                        gboolean       kept);

G_END_DECLS
