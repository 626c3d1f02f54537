/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider means by its errors: rules that others can add to. */

#pragma once

#include "ponder-error-body.h"
#include "ponder-fault.h"

G_BEGIN_DECLS

/* What the rules look at. */
typedef struct
{
  guint                  status;      /* HTTP, or the one that stands in a stream; 0 for none */
  const char            *model;       /* (nullable): none when a list of models was asked for */
  const PonderErrorBody *body;
  const char            *words;       /* names and message in lower case */
} PonderErrorAnswer;

/* Everything that is set must hold. */
typedef struct
{
  PonderErrorCode   category;
  guint             min;              /* status, both ends included */
  guint             max;
  const char       *name;             /* a code, type or reason; '*' at its end: a beginning */
  const char       *text;             /* words anywhere */
  const char       *also;
  gboolean        (*test) (const PonderErrorAnswer *answer);
  PonderFaultCause  cause;
  guint             final : 1;        /* not tried again, although its category usually is */
  guint             only_here : 1;    /* from others the same would mean something else */
} PonderErrorRule;

/* The rules of one provider; the first that holds decides. Since gateways pass on what the servers behind them say,
 * a rule counts for every provider unless it is only_here. Lists end with NULL. */
typedef struct
{
  const char            *family;      /* whose words fit: PonderFault's */
  const char            *presets[4];
  const char            *hosts[5];    /* a domain with all that is below it */
  const char            *dialects[3];
  const PonderErrorRule *rules;
  guint                  n_rules;
} PonderErrorTable;

G_END_DECLS
