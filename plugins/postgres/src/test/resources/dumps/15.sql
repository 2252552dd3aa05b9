--
-- PostgreSQL database dump
--

\restrict qAnPNs7JB87lfLuETgTVpGT06leRC5L64S8pcT23lQOfUfSeLcvaEpa2lTiuqE6

-- Dumped from database version 15.19
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: a; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.a (
    id integer,
    t text
);


ALTER TABLE public.a OWNER TO postgres;

--
-- Name: b; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.b (
    n integer
);


ALTER TABLE public.b OWNER TO postgres;

--
-- Name: c; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.c (
    one integer
);


ALTER TABLE public.c OWNER TO postgres;

--
-- Name: v; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.v AS
 SELECT a.id,
    a.t
   FROM public.a;


ALTER TABLE public.v OWNER TO postgres;

--
-- Name: 16400; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('16400');


ALTER LARGE OBJECT 16400 OWNER TO postgres;

--
-- Name: 16401; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('16401');


ALTER LARGE OBJECT 16401 OWNER TO postgres;

--
-- Data for Name: a; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.a (id, t) FROM stdin;
1	x
2	xx
3	xxx
4	xxxx
5	xxxxx
6	xxxxxx
7	xxxxxxx
8	xxxxxxxx
9	xxxxxxxxx
10	xxxxxxxxxx
11	xxxxxxxxxxx
12	xxxxxxxxxxxx
13	xxxxxxxxxxxxx
14	xxxxxxxxxxxxxx
15	xxxxxxxxxxxxxxx
16	xxxxxxxxxxxxxxxx
17	xxxxxxxxxxxxxxxxx
18	xxxxxxxxxxxxxxxxxx
19	xxxxxxxxxxxxxxxxxxx
20	xxxxxxxxxxxxxxxxxxxx
21	xxxxxxxxxxxxxxxxxxxxx
22	xxxxxxxxxxxxxxxxxxxxxx
23	xxxxxxxxxxxxxxxxxxxxxxx
24	xxxxxxxxxxxxxxxxxxxxxxxx
25	xxxxxxxxxxxxxxxxxxxxxxxxx
26	xxxxxxxxxxxxxxxxxxxxxxxxxx
27	xxxxxxxxxxxxxxxxxxxxxxxxxxx
28	xxxxxxxxxxxxxxxxxxxxxxxxxxxx
29	xxxxxxxxxxxxxxxxxxxxxxxxxxxxx
30	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
\.


--
-- Data for Name: b; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.b (n) FROM stdin;
\.


--
-- Data for Name: c; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.c (one) FROM stdin;
1
\.


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('16400', 131072);
SELECT pg_catalog.lowrite(0, '\x00ff00');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('16401', 131072);
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- PostgreSQL database dump complete
--

\unrestrict qAnPNs7JB87lfLuETgTVpGT06leRC5L64S8pcT23lQOfUfSeLcvaEpa2lTiuqE6

