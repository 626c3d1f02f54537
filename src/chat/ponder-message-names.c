/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of a message's role, state and finish in the database and in JSON. */

#include "config.h"

#include "ponder-message.h"

#include "ponder-enum-private.h"

G_DEFINE_ENUM_TYPE (PonderRole, ponder_role,
                    G_DEFINE_ENUM_VALUE (PONDER_ROLE_SYSTEM, "system"),
                    G_DEFINE_ENUM_VALUE (PONDER_ROLE_USER, "user"),
                    G_DEFINE_ENUM_VALUE (PONDER_ROLE_ASSISTANT, "assistant"),
                    G_DEFINE_ENUM_VALUE (PONDER_ROLE_TOOL, "tool"))

G_DEFINE_ENUM_TYPE (PonderMessageState, ponder_message_state,
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_STREAMING, "streaming"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_CUT_OFF, "cut_off"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PONDER_MESSAGE_INTERRUPTED, "interrupted"))

G_DEFINE_ENUM_TYPE (PonderFinish, ponder_finish,
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_STOP, "stop"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_LENGTH, "length"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_CONTENT_FILTER, "content_filter"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_TOOL_CALLS, "tool_calls"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_CUT_OFF, "cut_off"),
                    G_DEFINE_ENUM_VALUE (PONDER_FINISH_CANCELLED, "cancelled"))

const char *
ponder_role_to_string (PonderRole role)
{
  return ponder_enum_to_name (PONDER_TYPE_ROLE, (int) role);
}

gboolean
ponder_role_from_string (const char *name,
                         PonderRole *role)
{
  int value;

  if (!ponder_enum_from_name (PONDER_TYPE_ROLE, name, &value))
    return FALSE;

  *role = (PonderRole) value;
  return TRUE;
}

const char *
ponder_message_state_to_string (PonderMessageState state)
{
  return ponder_enum_to_name (PONDER_TYPE_MESSAGE_STATE, (int) state);
}

gboolean
ponder_message_state_from_string (const char         *name,
                                  PonderMessageState *state)
{
  int value;

  if (!ponder_enum_from_name (PONDER_TYPE_MESSAGE_STATE, name, &value))
    return FALSE;

  *state = (PonderMessageState) value;
  return TRUE;
}

const char *
ponder_finish_to_string (PonderFinish finish)
{
  if (finish == PONDER_FINISH_NONE)
    return NULL;

  return ponder_enum_to_name (PONDER_TYPE_FINISH, (int) finish);
}

PonderFinish
ponder_finish_from_string (const char *name)
{
  int value;

  if (!ponder_enum_from_name (PONDER_TYPE_FINISH, name, &value))
    return PONDER_FINISH_NONE;

  return (PonderFinish) value;
}
