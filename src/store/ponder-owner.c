/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which running program writes a message, and whether it still runs. */

#include "config.h"

#include "ponder-owner.h"

#include <string.h>
#include <unistd.h>

/* Fields of /proc/PID/stat after the program's name: the state first, the start time twentieth. */
#define STATE_FIELD 0
#define START_FIELD 19

static char *
describe_process (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *boot = NULL;
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;
  const char *name_end;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL) ||
      !g_file_get_contents (path, &stat, NULL, NULL))
    return NULL;

  /* The name may hold anything, a parenthesis too. */
  name_end = strrchr (stat, ')');
  if (name_end == NULL || name_end[1] != ' ')
    return NULL;

  fields = g_strsplit (name_end + 2, " ", START_FIELD + 2);
  if (g_strv_length (fields) <= START_FIELD || strchr ("ZX", *fields[STATE_FIELD]) != NULL)
    return NULL;

  return g_strdup_printf ("%s %d %s", g_strstrip (boot), pid, fields[START_FIELD]);
}

char *
ponder_owner_dup_own (void)
{
  char *own = describe_process ((int) getpid ());

  return own != NULL ? own : g_strdup ("");
}

/* A program in another sandbox cannot be seen and counts as gone; what it writes next sets that
 * right. */
gboolean
ponder_owner_is_alive (const char *owner)
{
  g_autofree char *now = NULL;
  const char *pid;

  if (owner == NULL || !(pid = strchr (owner, ' ')))
    return FALSE;

  now = describe_process ((int) g_ascii_strtoll (pid, NULL, 10));
  return now != NULL && g_str_equal (now, owner);
}
